#ifndef ISING_NPU_CCAIRO_H
#define ISING_NPU_CCAIRO_H
#include <cairo.h>
#endif
