// SPDX-License-Identifier: MIT
#include "cache/cache_key.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/digest.hpp"

#include <set>

namespace entra_auth::cache {
namespace {

std::set<std::string> as_set(const std::vector<std::string>& values) {
  return {values.begin(), values.end()};
}

}  // namespace

Json CacheKey::to_json() const {
  return {{"endpoint", endpoint},
          {"client_id", client_id},
          {"grant", grant},
          {"credential", credential},
          {"scopes", as_set(scopes)},
          {"resource", resource},
          {"consumer_org", consumer_org},
          {"authorization_details", authorization_details},
          {"claims", claims},
          {"capabilities", as_set(capabilities)},
          {"account", account},
          {"assertion_sha256", assertion_sha256},
          {"extra_parameters", extra_parameters}};
}

std::string CacheKey::file_name() const { return file_name_of(to_json()); }

std::string file_name_of(const Json& key) {
  constexpr std::size_t kBytes = 16;
  const std::string text = key.dump(-1, ' ', true, Json::error_handler_t::replace);
  return hex_encode(crypto::sha256(text).substr(0, kBytes));
}

}  // namespace entra_auth::cache
