#ifndef ISING_NPU_CGSL_H
#define ISING_NPU_CGSL_H
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_fft_complex.h>
#include <gsl/gsl_fft_halfcomplex.h>
#include <gsl/gsl_fft_real.h>
#include <gsl/gsl_fit.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_qrng.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>

/* GSL declares its algorithms as variables, which Swift 6 does not let threads read. */
static inline const gsl_root_fsolver_type *ising_npu_gsl_brent(void) {
  return gsl_root_fsolver_brent;
}
static inline const gsl_multimin_fminimizer_type *ising_npu_gsl_simplex(void) {
  return gsl_multimin_fminimizer_nmsimplex2;
}
static inline const gsl_multifit_nlinear_type *ising_npu_gsl_trust(void) {
  return gsl_multifit_nlinear_trust;
}
static inline gsl_qrng *ising_npu_gsl_sobol(unsigned int dimensions) {
  return gsl_qrng_alloc(gsl_qrng_sobol, dimensions);
}
static inline gsl_rng *ising_npu_gsl_mersenne_twister(void) { return gsl_rng_alloc(gsl_rng_mt19937); }
#endif
