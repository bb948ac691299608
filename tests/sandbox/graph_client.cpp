// SPDX-License-Identifier: MIT
#include "sandbox/graph_client.hpp"

#include "base/json.hpp"

#include <catch2/catch.hpp>

namespace entra_auth::test {
namespace {

Response get(const SandboxProcess& sandbox, const std::string& path, const Fields& headers) {
  Fields all = headers;
  all.emplace_back("Authorization", "Bearer " + graph_token(sandbox));
  return send(sandbox, "GET", path, all);
}

}  // namespace

std::string graph_token(const SandboxProcess& sandbox) {
  static std::string known_for;
  static std::string token;
  if (known_for == sandbox["base_url"]) return token;
  token = access_token(
      post_token(sandbox, with(good_request(), "scope", sandbox["graph"] + "/.default")));
  known_for = sandbox["base_url"];
  return token;
}

Response ask_graph(const SandboxProcess& sandbox, const std::string& collection,
                   const Fields& options, const Fields& headers) {
  const auto query = options.empty() ? "" : "?" + encode_form(options);
  return get(sandbox, "/graph/v1.0/" + collection + query, headers);
}

Response ask_advanced(const SandboxProcess& sandbox, const std::string& collection,
                      const Fields& options) {
  return ask_graph(sandbox, collection, options, kEventual);
}

Response follow(const SandboxProcess& sandbox, const Response& page, const Fields& headers) {
  return get(sandbox, path_of(sandbox, page.body.at("@odata.nextLink")), headers);
}

std::string graph_code(const Response& response) {
  if (!response.body.is_object() || !response.body.contains("error")) return {};
  const auto& error = response.body.at("error");
  const auto& inner = error.at("innerError");
  CHECK(error.size() == 3);
  CHECK_FALSE(error.at("message").get<std::string>().empty());
  CHECK(inner.at("date").get<std::string>().size() == 19);
  CHECK(inner.at("request-id") == response.headers.at("request-id"));
  CHECK(inner.at("client-request-id") == response.headers.at("client-request-id"));
  CHECK(response.headers.at("content-type").starts_with("application/json"));
  return error.at("code").get<std::string>();
}

std::string graph_message(const Response& response) {
  return response.body.at("error").at("message").get<std::string>();
}

std::multiset<std::string> app_ids(const Json& members) {
  return app_ids_where(members, [](const Json&) { return true; });
}

std::multiset<std::string> all_app_ids(const SandboxProcess& sandbox, const std::string& collection,
                                       const Fields& options, const Fields& headers) {
  auto page = ask_graph(sandbox, collection, options, headers);
  REQUIRE(page.status == 200);
  auto ids = app_ids(page.body.at("value"));
  while (page.body.contains("@odata.nextLink")) {
    page = follow(sandbox, page, headers);
    REQUIRE(page.status == 200);
    ids.merge(app_ids(page.body.at("value")));
  }
  return ids;
}

}  // namespace entra_auth::test
