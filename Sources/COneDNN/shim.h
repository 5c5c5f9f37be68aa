#ifndef ISING_NPU_CONEDNN_H
#define ISING_NPU_CONEDNN_H
#include <dnnl.h>
// From libgomp: the number of threads that the calling thread's next parallel region uses.
extern void omp_set_num_threads(int count);

// Instruction sets that the importing Swift target was compiled for (its -march decides the macros)
// and that this processor lacks: one bit each, in the order of CPUCheck's names. C, because the check
// must not use what it checks; the arch attribute keeps the function itself at the baseline.
#if defined(__x86_64__)
__attribute__((target("arch=x86-64"))) static inline unsigned ising_npu_missing_features(void) {
  unsigned missing = 0;
  __builtin_cpu_init();
#ifdef __SSE4_2__
  missing |= (__builtin_cpu_supports("sse4.2") ? 0u : 1u) << 0;
#endif
#ifdef __AVX__
  missing |= (__builtin_cpu_supports("avx") ? 0u : 1u) << 1;
#endif
#ifdef __AVX2__
  missing |= (__builtin_cpu_supports("avx2") ? 0u : 1u) << 2;
#endif
#ifdef __FMA__
  missing |= (__builtin_cpu_supports("fma") ? 0u : 1u) << 3;
#endif
#ifdef __BMI2__
  missing |= (__builtin_cpu_supports("bmi2") ? 0u : 1u) << 4;
#endif
#ifdef __AVX512F__
  missing |= (__builtin_cpu_supports("avx512f") ? 0u : 1u) << 5;
#endif
#ifdef __AVX512BW__
  missing |= (__builtin_cpu_supports("avx512bw") ? 0u : 1u) << 6;
#endif
#ifdef __AVX512DQ__
  missing |= (__builtin_cpu_supports("avx512dq") ? 0u : 1u) << 7;
#endif
#ifdef __AVX512VL__
  missing |= (__builtin_cpu_supports("avx512vl") ? 0u : 1u) << 8;
#endif
#ifdef __AVX512VBMI2__
  missing |= (__builtin_cpu_supports("avx512vbmi2") ? 0u : 1u) << 9;
#endif
#ifdef __AVX512VNNI__
  missing |= (__builtin_cpu_supports("avx512vnni") ? 0u : 1u) << 10;
#endif
  return missing;
}
static inline unsigned ising_npu_compiled_features(void) {
  unsigned compiled = 0;
#ifdef __SSE4_2__
  compiled |= 1u << 0;
#endif
#ifdef __AVX__
  compiled |= 1u << 1;
#endif
#ifdef __AVX2__
  compiled |= 1u << 2;
#endif
#ifdef __FMA__
  compiled |= 1u << 3;
#endif
#ifdef __BMI2__
  compiled |= 1u << 4;
#endif
#ifdef __AVX512F__
  compiled |= 1u << 5;
#endif
#ifdef __AVX512BW__
  compiled |= 1u << 6;
#endif
#ifdef __AVX512DQ__
  compiled |= 1u << 7;
#endif
#ifdef __AVX512VL__
  compiled |= 1u << 8;
#endif
#ifdef __AVX512VBMI2__
  compiled |= 1u << 9;
#endif
#ifdef __AVX512VNNI__
  compiled |= 1u << 10;
#endif
  return compiled;
}
#else
static inline unsigned ising_npu_missing_features(void) { return 0; }
static inline unsigned ising_npu_compiled_features(void) { return 0; }
#endif
#endif
