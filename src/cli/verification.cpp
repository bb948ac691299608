// SPDX-License-Identifier: MIT
#include "cli/verification.hpp"

#include "base/try.hpp"
#include "cli/overrides.hpp"
#include "http/curl_transport.hpp"
#include "http/retrying_transport.hpp"
#include "oauth/grants/sidecar.hpp"
#include "service/token_endpoint.hpp"

#include <utility>

namespace entra_auth::cli {

Result<Verdict> verify_token(const Secret& token, Profile profile, const Context& context) {
  if (profile.provider != Provider::texas) {
    return fail(ErrorKind::usage,
                "--verify needs a profile of provider texas; " + profile.name + " is of " +
                    std::string(name(profile.provider)),
                {"this version has tokens verified by the Nais token sidecar only: -p "
                 "env:texas/entra_id"});
  }
  TRY(const auto times, apply_overrides({}, context.environment, profile));
  TRY(const auto endpoint, service::introspection_endpoint(profile, context.environment));
  http::CurlTransport curl(transport_settings(profile, context.environment), context.clock);
  http::RetryingTransport transport(curl, context.clock);
  TRY(const auto answer, oauth::introspect(transport, endpoint, profile.identity_provider, token,
                                           context.clock, context.started + times.timeout));
  Verdict verdict{.verified = answer.active,
                  .verifier = "the Nais token sidecar (" + profile.identity_provider + ")",
                  .reason = {}};
  if (!answer.active) verdict.reason = answer.error.empty() ? "not active" : answer.error;
  return verdict;
}

}  // namespace entra_auth::cli
