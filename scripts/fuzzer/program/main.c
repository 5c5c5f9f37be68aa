// libFuzzer's entry points; its `main` is in the sanitizer's library.
#include <stddef.h>
#include <stdint.h>

int fuzz_begin(void);
int fuzz_reader(const uint8_t *bytes, size_t count);

int LLVMFuzzerInitialize(int *count, char ***arguments) {
  (void)count;
  (void)arguments;
  return fuzz_begin();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) { return fuzz_reader(bytes, count); }
