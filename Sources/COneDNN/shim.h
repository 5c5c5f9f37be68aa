#ifndef ISING_NPU_CONEDNN_H
#define ISING_NPU_CONEDNN_H
#include <dnnl.h>
// From libgomp: the number of threads that the calling thread's next parallel region uses.
extern void omp_set_num_threads(int count);
#endif
