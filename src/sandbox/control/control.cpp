// SPDX-License-Identifier: MIT
// /sandbox/: tests read what was received, and change the sandbox. Contract: docs/sandbox.md.
#include "base/json.hpp"
#include "base/try.hpp"
#include "sandbox/control/environment.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/entra/issued_tokens.hpp"
#include "sandbox/entra/user_checks.hpp"
#include "sandbox/graph/graph.hpp"

#include <algorithm>
#include <array>

namespace entra_auth::sandbox {
namespace {

Reply done() { return json_reply(200, {{"ok", true}}); }

Result<Reply> show_requests(Sandbox& sandbox, const Request&) {
  return json_reply(200, sandbox.journal.requests());
}

Result<Reply> forget_requests(Sandbox& sandbox, const Request&) {
  sandbox.journal.reset();
  return done();
}

Result<Reply> show_counters(Sandbox& sandbox, const Request&) {
  OrderedJson counters;
  for (const auto& endpoint : endpoints()) {
    counters[std::string(endpoint.name)] = sandbox.journal.count(endpoint.name);
  }
  return json_reply(200, counters);
}

Result<Reply> add_fault(Sandbox& sandbox, const Request& request) {
  TRY(const auto json, parse_json_object(request.body));
  TRY(auto fault, parse_fault(json));
  const auto all = endpoints();
  if (std::ranges::find(all, fault.endpoint, &Endpoint::name) == all.end()) {
    return fail(ErrorKind::usage, "endpoint is missing or unknown");
  }
  sandbox.faults.add(std::move(fault));
  return done();
}

Result<Reply> clear_faults(Sandbox& sandbox, const Request&) {
  sandbox.faults.clear();
  return done();
}

Result<Reply> change_settings(Sandbox& sandbox, const Request& request) {
  TRY(const auto json, parse_json_object(request.body));
  TRY_VOID(sandbox.settings.change(json));
  return done();
}

Result<Reply> reset_settings(Sandbox& sandbox, const Request&) {
  sandbox.settings.reset();
  sandbox.sidecar_cache.clear();
  return done();
}

Result<Reply> register_client(Sandbox& sandbox, const Request& request) {
  TRY(const auto json, parse_json_object(request.body));
  TRY(auto client, parse_client(json));
  sandbox.tenant.clients.put(std::move(client));
  return json_reply(201, {{"ok", true}});
}

Result<Reply> register_maskinporten_client(Sandbox& sandbox, const Request& request) {
  TRY(const auto json, parse_json_object(request.body));
  TRY(auto client, parse_maskinporten_client(json));
  sandbox.maskinporten_clients.put(std::move(client));
  return json_reply(201, {{"ok", true}});
}

Result<Reply> set_arc_key(Sandbox& sandbox, const Request& request) {
  TRY(const auto json, parse_json_object(request.body));
  TRY(auto key, parse_arc_key(json));
  sandbox.arc_key.put(std::move(key));
  return done();
}

Result<Reply> make_user_token(Sandbox& sandbox, const Request& request) {
  TRY(const auto json, parse_json_object(request.body));
  TRY(const auto token, parse_user_token(json));
  return json_reply(201, {{"token", issue_user_token(sandbox, token)}});
}

/// The user that a control request names. Returns null if it names none. Fails with `usage` if
/// there is no such user.
Result<const User*> find_named_user(const Sandbox& sandbox, const Json& json) {
  TRY(const auto username, optional_string(json, "username"));
  if (!username) return nullptr;
  const auto* user = sandbox.tenant.find_user(*username);
  if (user == nullptr) return fail(ErrorKind::usage, "unknown user");
  return user;
}

Result<Reply> approve_on_device_page(Sandbox& sandbox, const Request& request) {
  TRY(const auto json, parse_json_object(request.body));
  TRY(const auto user_code, optional_string(json, "user_code"));
  TRY(const auto* user, find_named_user(sandbox, json));
  if (user == nullptr) return fail(ErrorKind::usage, "username is missing");
  if (!approve_device(sandbox, user_code.value_or(""), *user)) {
    return fail(ErrorKind::usage, "no such user_code is waiting for its user");
  }
  return done();
}

Result<Reply> decline_on_device_page(Sandbox& sandbox, const Request& request) {
  TRY(const auto json, parse_json_object(request.body));
  TRY(const auto user_code, optional_string(json, "user_code"));
  if (!sandbox.device_codes.decline(user_code.value_or(""))) {
    return fail(ErrorKind::usage, "no such user_code is waiting for its user");
  }
  return done();
}

Result<Reply> revoke_refresh_tokens(Sandbox& sandbox, const Request& request) {
  TRY(const auto json, parse_json_object(request.body));
  TRY(const auto* user, find_named_user(sandbox, json));
  sandbox.refresh_tokens.revoke(user == nullptr ? "" : user->oid);
  return done();
}

Result<Reply> set_policies(Sandbox& sandbox, const Request& request) {
  TRY(const auto json, parse_json_object(request.body));
  TRY(auto policies, parse_policies(sandbox.tenant, json));
  sandbox.policies.replace(std::move(policies));
  return done();
}

Result<Reply> remove_policies(Sandbox& sandbox, const Request&) {
  sandbox.policies.replace({});
  return done();
}

Result<Reply> list_directory(Sandbox& sandbox, const Request&) {
  return json_reply(200, show_directory(sandbox));
}

struct Verb {
  std::string_view method;
  std::string_view path;  // with a final slash: any path that starts with it
  Result<Reply> (*run)(Sandbox&, const Request&);
};

constexpr std::array kVerbs{
    Verb{"GET", "/sandbox/requests", show_requests},
    Verb{"DELETE", "/sandbox/requests", forget_requests},
    Verb{"GET", "/sandbox/counters", show_counters},
    Verb{"POST", "/sandbox/faults", add_fault},
    Verb{"DELETE", "/sandbox/faults", clear_faults},
    Verb{"PUT", "/sandbox/settings", change_settings},
    Verb{"DELETE", "/sandbox/settings", reset_settings},
    Verb{"POST", "/sandbox/clients", register_client},
    Verb{"POST", "/sandbox/maskinporten/clients", register_maskinporten_client},
    Verb{"POST", "/sandbox/device/approve", approve_on_device_page},
    Verb{"POST", "/sandbox/device/decline", decline_on_device_page},
    Verb{"POST", "/sandbox/refresh-tokens/revoke", revoke_refresh_tokens},
    Verb{"PUT", "/sandbox/policies", set_policies},
    Verb{"DELETE", "/sandbox/policies", remove_policies},
    Verb{"PUT", "/sandbox/arc", set_arc_key},
    Verb{"POST", "/sandbox/user-tokens", make_user_token},
    Verb{"GET", "/sandbox/directory", list_directory},
    Verb{"GET", kEnvironmentPath, show_environment},
};

bool is_for(const Verb& verb, const Request& request) {
  return verb.method == request.method &&
         (verb.path.ends_with('/') ? request.path.starts_with(verb.path)
                                   : request.path == verb.path);
}

Reply answer(Sandbox& sandbox, const Request& request) {
  const auto* verb = std::ranges::find_if(
      kVerbs, [&](const Verb& candidate) { return is_for(candidate, request); });
  if (verb == kVerbs.end()) return json_reply(404, {{"error", "no such control endpoint"}});
  auto reply = verb->run(sandbox, request);
  return reply ? std::move(*reply) : json_reply(400, {{"error", reply.error().message}});
}

}  // namespace

constinit const Endpoint kControl{
    "", [](std::string_view path) { return path == "/sandbox" || path.starts_with("/sandbox/"); },
    answer};

}  // namespace entra_auth::sandbox
