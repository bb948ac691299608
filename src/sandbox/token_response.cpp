// SPDX-License-Identifier: MIT
#include "sandbox/token_response.hpp"

namespace entra_auth::sandbox {

Reply token_response(const Sandbox& sandbox, OrderedJson members) {
  const auto settings = sandbox.settings.get();
  for (const auto& [name, value] : settings.response_overrides.items()) {
    if (value.is_null()) {
      members.erase(name);
    } else {
      members[name] = value;
    }
  }
  auto reply = json_reply(200, members);
  if (settings.raw_response) reply.body = *settings.raw_response;
  return reply;
}

}  // namespace entra_auth::sandbox
