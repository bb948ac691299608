// SPDX-License-Identifier: MIT
#include "entra_auth/error.hpp"

namespace entra_auth {
namespace {

struct Kind {
  int exit_code;
  const char* name;
};

Kind describe(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::unexpected: return {1, "unexpected"};
    case ErrorKind::profile_not_found: return {2, "profile_not_found"};
    case ErrorKind::server_refused: return {3, "server_refused"};
    case ErrorKind::network: return {4, "network"};
    case ErrorKind::timeout: return {5, "timeout"};
    case ErrorKind::interaction_required: return {6, "interaction_required"};
    case ErrorKind::invalid_configuration: return {7, "invalid_configuration"};
    case ErrorKind::secret_unavailable: return {8, "secret_unavailable"};
    case ErrorKind::invalid_token: return {9, "invalid_token"};
    case ErrorKind::usage: return {64, "usage"};
    case ErrorKind::interrupted: return {130, "interrupted"};
    case ErrorKind::terminated: return {143, "terminated"};
  }
  return {1, "unexpected"};
}

}  // namespace

int exit_code(ErrorKind kind) { return describe(kind).exit_code; }

const char* kind_name(ErrorKind kind) { return describe(kind).name; }

}  // namespace entra_auth
