// SPDX-License-Identifier: MIT
// The entry point of libFuzzer; the build selects the target.
#include "fuzz/targets.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  entra_auth::fuzz::ENTRA_AUTH_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
