#ifndef ISING_NPU_CZLIB_H
#define ISING_NPU_CZLIB_H
#include <zlib.h>
#endif
