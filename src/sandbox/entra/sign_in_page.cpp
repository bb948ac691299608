// SPDX-License-Identifier: MIT
#include "sandbox/entra/sign_in_page.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/http/page.hpp"

#include <algorithm>

namespace entra_auth::sandbox {
namespace {

std::string user_button(const User& user, bool first) {
  return "<button class=\"user\" name=\"username\" value=\"" + escape_html(user.username) + "\"" +
         (first ? " autofocus" : "") + "><i>" + escape_html(user.name.substr(0, 1)) +
         "</i><span><b>" + escape_html(user.name) + "</b><small>" + escape_html(user.username) +
         "</small></span></button>\n";
}

/// A list of what the application will be able to do.
std::string permissions(const UserScope& scope) {
  std::string items;
  for (const auto& api : scope.apis) {
    for (const auto& name : api.granted()) {
      items += "<li><code>" + escape_html(api.identifier + "/" + name) + "</code></li>\n";
    }
  }
  if (scope.offline_access) items += "<li>stay signed in (offline_access)</li>\n";
  return items.empty() ? "" : "<ul>\n" + items + "</ul>\n";
}

}  // namespace

std::string user_buttons(const Tenant& tenant, std::string_view hint) {
  auto users = tenant.users;
  std::ranges::stable_partition(
      users, [&](const User& user) { return equals_ignoring_case(user.username, hint); });
  std::string buttons;
  for (const auto& user : users) buttons += user_button(user, buttons.empty());
  return buttons;
}

Reply sign_in_page(const Sandbox& sandbox, const AuthorizeRequest& request,
                   const std::string& path) {
  const auto& client = *request.client;
  const auto wishes = permissions(request.grant.scope);
  std::string content = "<p>to continue to <strong>" +
                        escape_html(client.note.empty() ? client.id : client.note) + "</strong>" +
                        (wishes.empty() ? "" : ", which asks for:") + "</p>\n" + wishes;
  if (!request.grant.claims.capolids.empty()) {
    content +=
        "<p class=\"note\">This sign-in counts as one with multifactor authentication.</p>\n";
  }
  content += "<form method=\"post\" action=\"" + escape_html(path) + "\">\n" +
             hidden_fields(request.parameters) + user_buttons(sandbox.tenant, request.login_hint) +
             "<div class=\"actions\"><button name=\"cancel\" value=\"true\">Cancel</button></div>\n"
             "</form>\n";
  return page_reply(
      {.title = "Sign in", .content = std::move(content), .form_target = request.target.uri});
}

Reply error_page(const Refusal& refusal, const Request& request, const std::string& base_url) {
  const auto body = entra_error_body(refusal, request, base_url);
  auto reply =
      page_reply({.title = "Sorry, we cannot sign you in",
                  .content = "<p class=\"bad\">" +
                             escape_html(string_or(Json(body), "error_description")) + "</p>\n",
                  .status = 400});
  reply.code = code_text(refusal);
  return reply;
}

}  // namespace entra_auth::sandbox
