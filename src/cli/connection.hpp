// SPDX-License-Identifier: MIT
// What a command needs to get tokens and to make requests: settings, transport, cache, service.
#pragma once

#include "cache/token_cache.hpp"
#include "cli/command.hpp"
#include "http/curl_transport.hpp"
#include "http/retrying_transport.hpp"
#include "os/environment.hpp"
#include "service/token_service.hpp"
#include <entra_auth/profile.hpp>

#include <optional>
#include <string>

namespace entra_auth::cli {

/// Proxy and CA file: from the environment, else from the profile.
[[nodiscard]] http::TransportSettings transport_settings(const Profile& profile,
                                                         const os::Environment& environment);

/// The token cache, or why there is none (no home folder). Never fails: tokens work without it.
struct OpenedCache {
  std::optional<cache::TokenCache> cache;
  std::string reason;
};
[[nodiscard]] OpenedCache open_token_cache(const os::Environment& environment);

/// Requests and tokens with the settings of a profile. Nothing is sent and no library is opened
/// before the first request. `context` must outlive it.
class Connection {
 public:
  Connection(const Profile& profile, const Context& context);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] Transport& transport() { return transport_; }
  [[nodiscard]] service::TokenService& tokens() { return tokens_; }

 private:
  Connection(const Profile& profile, const Context& context, OpenedCache opened);

  http::CurlTransport curl_;
  http::RetryingTransport transport_;
  service::TokenService tokens_;
};

}  // namespace entra_auth::cli
