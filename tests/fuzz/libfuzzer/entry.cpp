// SPDX-License-Identifier: MIT
// What libFuzzer looks for; the build says which target is meant.
#include "fuzz/targets.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  entra_auth::fuzz::ENTRA_AUTH_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
