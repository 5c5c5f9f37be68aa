/* Plain engines of continuous time for the periodic square Ising lattice (J = 1, heat bath), to compare
 * with: a global Poisson clock, agents that see their neighbours a fixed time ago through a queue of
 * messages, and the n-fold way. Prints a line an engine: its name, clock events (or flips) a
 * nanosecond, the energy of a spin.
 *
 * usage: async_ising SIZE [BETA [RUNS]]       (SIZE a power of two)
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t state[4];

static inline uint64_t rotate(uint64_t x, int k) { return x << k | x >> (64 - k); }

/* xoshiro256++ of Blackman and Vigna. */
static inline uint64_t next64(void) {
  uint64_t result = rotate(state[0] + state[3], 23) + state[0], t = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= t;
  state[3] = rotate(state[3], 45);
  return result;
}

static inline double uniform(void) { return ((double)(next64() >> 12) + 0.5) * 0x1p-52; }

static int size, sites;
static double beta;
static int8_t *spins;

static inline void around(int i, int j[4]) {
  int row = i & ~(size - 1), column = i & (size - 1);
  j[0] = row | ((column + 1) & (size - 1));
  j[1] = row | ((column - 1) & (size - 1));
  j[2] = (i + size) & (sites - 1);
  j[3] = (i - size) & (sites - 1);
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double energy(void) {
  long sum = 0;
  for (int i = 0; i < sites; i++) {
    int j[4];
    around(i, j);
    sum -= spins[i] * (spins[j[0]] + spins[j[2]]);
  }
  return (double)sum / sites;
}

static void start(void) {
  uint64_t x = 1;
  for (int k = 0; k < 4; k++) {
    uint64_t z = x += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    state[k] = z ^ z >> 31;
  }
  for (int i = 0; i < sites; i++) spins[i] = next64() & 1 ? 1 : -1;
}

static uint32_t thresholds[9];

/* One Poisson clock for all: random sites. Returns events. */
static double clocks(double time) {
  double now = 0, gap = 1.0 / sites;
  long events = 0;
  for (;;) {
    now -= log(uniform()) * gap;
    if (now > time) return (double)events;
    uint64_t word = next64();
    int i = (int)((word >> 32) * (uint64_t)sites >> 32), j[4];
    around(i, j);
    int sum = spins[i] * (spins[j[0]] + spins[j[1]] + spins[j[2]] + spins[j[3]]);
    if ((uint32_t)word < thresholds[sum + 4]) spins[i] = (int8_t)-spins[i];
    events++;
  }
}

/* Fixed delay: messages wait in a ring, in the order of their arrival; each spin has the copy that all
 * neighbours see. */
static double late(double time) {
  static const double delay = 0.05;
  static double now, pending, *due;
  static int32_t *from;
  static int8_t *seen;
  static uint32_t head, tail;
  static const uint32_t mask = (1u << 24) - 1;
  if (!seen) {
    seen = malloc((size_t)sites);
    memcpy(seen, spins, (size_t)sites);
    due = malloc(sizeof *due * (mask + 1));
    from = malloc(sizeof *from * (mask + 1));
    pending = -log(uniform()) / sites;
  }
  double end = now + time, gap = 1.0 / sites;
  long events = 0;
  while (pending <= end) {
    while (head != tail && due[head & mask] <= pending) {
      int i = from[head++ & mask];
      seen[i] = (int8_t)-seen[i];
    }
    uint64_t word = next64();
    int i = (int)((word >> 32) * (uint64_t)sites >> 32), j[4];
    around(i, j);
    int sum = spins[i] * (seen[j[0]] + seen[j[1]] + seen[j[2]] + seen[j[3]]);
    if ((uint32_t)word < thresholds[sum + 4]) {
      spins[i] = (int8_t)-spins[i];
      due[tail & mask] = pending + delay;
      from[tail++ & mask] = i;
    }
    events++;
    pending -= log(uniform()) * gap;
  }
  now = end;
  return (double)events;
}

/* The n-fold way: five classes of equal rate. Returns flips. */
static int32_t *members[5], *position, count[5];
static int8_t *class;

static void enter(int i, int c) {
  class[i] = (int8_t)c;
  position[i] = count[c];
  members[c][count[c]++] = i;
}

static void leave(int i) {
  int c = class[i], last = members[c][--count[c]];
  members[c][position[i]] = last;
  position[last] = position[i];
}

static double nfold(double time) {
  static double now;
  double rates[5], end = now + time;
  long flips = 0;
  for (int c = 0; c < 5; c++) rates[c] = 1 / (1 + exp(2 * beta * (2 * c - 4)));
  if (!class) {
    class = malloc((size_t)sites);
    position = malloc(sizeof *position * (size_t)sites);
    for (int c = 0; c < 5; c++) members[c] = malloc(sizeof(int32_t) * (size_t)sites);
    for (int i = 0; i < sites; i++) {
      int j[4];
      around(i, j);
      enter(i, (spins[i] * (spins[j[0]] + spins[j[1]] + spins[j[2]] + spins[j[3]]) + 4) / 2);
    }
  }
  for (;;) {
    double total = 0;
    for (int c = 0; c < 5; c++) total += count[c] * rates[c];
    now -= log(uniform()) / total;
    if (now > end) {
      now = end;
      return (double)flips;
    }
    double x = uniform() * total;
    int c = 0;
    while (c < 4 && (x -= count[c] * rates[c]) >= 0) c++;
    while (!count[c]) c--;
    int i = members[c][(next64() >> 32) * (uint64_t)count[c] >> 32], j[4];
    int8_t old = spins[i];
    spins[i] = (int8_t)-old;
    leave(i);
    enter(i, 4 - c);
    around(i, j);
    for (int k = 0; k < 4; k++) {
      int to = class[j[k]] - old * spins[j[k]];
      leave(j[k]);
      enter(j[k], to);
    }
    flips++;
  }
}

static void measure(const char *name, double (*run)(double), double time, int runs) {
  double best = 0;
  start();
  run(100);
  for (int k = 0; k < runs; k++) {
    double before = seconds(), events = run(time);
    double rate = events / (seconds() - before) * 1e-9;
    if (rate > best) best = rate;
  }
  printf("%s %.4f %.4f\n", name, best, energy());
}

int main(int argc, char **argv) {
  size = argc > 1 ? atoi(argv[1]) : 0;
  beta = argc > 2 ? atof(argv[2]) : 0.4;
  int runs = argc > 3 ? atoi(argv[3]) : 40;
  if (size < 2 || size & (size - 1) || size > 16384) {
    fprintf(stderr, "usage: async_ising SIZE [BETA [RUNS]]   (SIZE a power of two)\n");
    return 64;
  }
  sites = size * size;
  spins = malloc((size_t)sites);
  for (int sum = -4; sum <= 4; sum++)
    thresholds[sum + 4] = (uint32_t)(4294967295.0 / (1 + exp(2 * beta * sum)));
  measure("clocks", clocks, 5, runs);
  measure("fixed-0.05", late, 5, runs);
  measure("n-fold", nfold, 10, runs);
  return 0;
}
