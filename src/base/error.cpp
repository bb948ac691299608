// SPDX-License-Identifier: MIT
#include "base/error.hpp"

#include <algorithm>

namespace entra_auth {
namespace {

const ErrorKindInfo& info_of(ErrorKind kind) {
  const auto* found = std::ranges::find(kErrorKinds, kind, &ErrorKindInfo::kind);
  return found != kErrorKinds.end() ? *found : kErrorKinds.front();
}

}  // namespace

int exit_code(ErrorKind kind) { return info_of(kind).exit_code; }

const char* kind_name(ErrorKind kind) { return info_of(kind).name; }

}  // namespace entra_auth
