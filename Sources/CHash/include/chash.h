#ifndef CHASH_H
#define CHASH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A SHA-256 digest (FIPS 180-4) of bytes that arrive in pieces.
typedef struct {
  uint32_t state[8];
  uint64_t byte_count;
  uint8_t rest[64];  // what does not fill a block yet
} SHA256State;

void sha256_start(SHA256State *state);
void sha256_add(SHA256State *state, const uint8_t *bytes, size_t count);
/// Writes the 32 bytes of the digest; the state is used up.
void sha256_finish(SHA256State *state, uint8_t *digest);
/// Whether blocks are compressed by instructions of the processor.
int sha256_is_accelerated(void);

#ifdef __cplusplus
}
#endif

#endif
