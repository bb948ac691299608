// SPDX-License-Identifier: MIT
#include "sandbox/redirect_answer.hpp"

#include "base/encoding.hpp"
#include "sandbox/http/page.hpp"

namespace entra_auth::sandbox {
namespace {

/// A URI of the web without a path gets one, as browsers and Entra do it.
std::string with_path(const std::string& uri) {
  const auto authority = uri.find("://") + 3;
  const bool bare =
      uri.starts_with("http") && uri.find_first_of("/?", authority) == std::string::npos;
  return bare ? uri + "/" : uri;
}

}  // namespace

Reply redirect_answer(const RedirectTarget& target, NamedValues parameters) {
  if (!target.state.empty()) parameters.emplace_back("state", target.state);
  auto uri = with_path(target.uri);
  if (target.form_post) {
    return page_reply({.title = "Signing in",
                       .content = "<p>If nothing happens, go on yourself.</p>\n"
                                  "<form method=\"post\" action=\"" +
                                  escape_html(uri) + "\">\n" + hidden_fields(parameters) +
                                  "<div class=\"actions\"><button class=\"main\">Continue</button>"
                                  "</div>\n</form>\n",
                       .form_target = uri,
                       .submits_itself = true});
  }
  char separator = uri.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : parameters) {
    uri += separator + percent_encode(name) + "=" + percent_encode(value);
    separator = '&';
  }
  return {
      .status = 302,
      .headers = {
          {"Location", uri}, {"Cache-Control", "no-store"}, {"Referrer-Policy", "no-referrer"}}};
}

}  // namespace entra_auth::sandbox
