// SPDX-License-Identifier: MIT
// The page on which a user enters the user code of a device (RFC 8628 section 3.3).
#include "sandbox/endpoints.hpp"
#include "sandbox/entra/sign_in_page.hpp"
#include "sandbox/entra/user_checks.hpp"
#include "sandbox/http/page.hpp"
#include "sandbox/http/parameters.hpp"

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kCancel =
    "<button name=\"cancel\" value=\"true\" formnovalidate>Cancel</button>";

std::string form(const Request& request, const NamedValues& hidden, const std::string& content) {
  return "<form method=\"post\" action=\"" + escape_html(request.path) + "\">\n" +
         hidden_fields(hidden) + content + "</form>\n";
}

std::string application_of(const Sandbox& sandbox, const DeviceCode& code) {
  const auto client = sandbox.tenant.clients.find(code.grant.client_id);
  return client == nullptr || client->note.empty() ? code.grant.client_id : client->note;
}

Reply ask_for_code(const Request& request, bool wrong) {
  const std::string complaint =
      wrong ? "<p class=\"bad\">That code did not work. Check the code and try again.</p>\n" : "";
  return page_reply(
      {.title = "Enter code",
       .content = "<p>Enter the code that your app or device shows.</p>\n" + complaint +
                  form(request, {},
                       "<input type=\"text\" name=\"otc\" aria-label=\"Code\" autocomplete=\"off\" "
                       "maxlength=\"20\" required autofocus>\n"
                       "<div class=\"actions\"><button class=\"main\">Next</button></div>\n"),
       .status = wrong ? 400 : 200});
}

Reply ask_for_user(const Sandbox& sandbox, const Request& request, const DeviceCode& code) {
  return page_reply({.title = "Sign in",
                     .content = "<p>to <strong>" + escape_html(application_of(sandbox, code)) +
                                "</strong> on another device.</p>\n" +
                                form(request, {{"otc", code.user_code}},
                                     user_buttons(sandbox.tenant, "") + "<div class=\"actions\">" +
                                         std::string(kCancel) + "</div>\n")});
}

Reply ask_for_confirmation(const Sandbox& sandbox, const Request& request, const DeviceCode& code,
                           const User& user) {
  return page_reply(
      {.title = "Are you trying to sign in to " + application_of(sandbox, code) + "?",
       .content = "<p>As <strong>" + escape_html(user.name) +
                  "</strong>. Only continue if you opened the app yourself.</p>\n" +
                  form(request, {{"otc", code.user_code}, {"username", user.username}},
                       "<div class=\"actions\">" + std::string(kCancel) +
                           "<button class=\"main\" name=\"confirm\" value=\"true\">Continue"
                           "</button></div>\n")});
}

Reply ending(const std::string& title, const std::string& text) {
  return page_reply({.title = title, .content = "<p>" + text + "</p>\n"});
}

Reply answer_form(Sandbox& sandbox, const Request& request, const NamedValues& fields) {
  const auto user_code = parameter(fields, "otc");
  const auto code = sandbox.device_codes.find_waiting(user_code);
  if (!code) return ask_for_code(request, true);
  if (!parameter(fields, "cancel").empty()) {
    return sandbox.device_codes.decline(user_code)
               ? ending("Cancelled", "The device has not been signed in.")
               : ask_for_code(request, true);
  }
  const auto* user = sandbox.tenant.find_user(parameter(fields, "username"));
  if (user == nullptr) return ask_for_user(sandbox, request, *code);
  if (parameter(fields, "confirm").empty()) {
    return ask_for_confirmation(sandbox, request, *code, *user);
  }
  return approve_device(sandbox, user_code, *user)
             ? ending("You are signed in", "You may close this window and continue on your device.")
             : ask_for_code(request, true);
}

Reply answer_device_page(Sandbox& sandbox, const Request& request) {
  const auto tenant = tenant_of_path(request.path, kDevicePagePath).value_or("");
  if (const auto checked = user_tenant(sandbox.tenant, tenant); !checked) {
    return error_page(checked.error(), request, sandbox.base_url);
  }
  if (request.method == "GET") return ask_for_code(request, false);
  if (request.method != "POST") return method_not_allowed_reply();
  const auto fields = parse_form(request.body);
  if (!fields || !is_form(request) || !repeated_parameter(*fields).empty()) {
    return error_page(refuse_malformed_request().value(), request, sandbox.base_url);
  }
  return answer_form(sandbox, request, *fields);
}

}  // namespace

constinit const Endpoint kDevicePage{
    "deviceauth",
    [](std::string_view path) { return tenant_of_path(path, kDevicePagePath).has_value(); },
    answer_device_page};

}  // namespace entra_auth::sandbox
