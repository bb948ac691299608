// SPDX-License-Identifier: MIT
#include "profiles/keys/setting_readers.hpp"

#include "base/text.hpp"
#include "profiles/keys/readers.hpp"
#include "profiles/keys/words.hpp"

#include <utility>

namespace entra_auth::profiles {

std::optional<std::string> read_tenant(const KeyContext& context) {
  auto tenant = read_text(context);
  if (!tenant || is_tenant(*tenant)) return tenant;
  context.problem("is not a tenant",
                  "it is a GUID, a domain such as contoso.onmicrosoft.com, common, organizations "
                  "or consumers");
  return std::nullopt;
}

std::optional<std::string> read_client_id(const KeyContext& context) {
  auto id = read_text(context);
  if (!id || is_client_id(*id)) return id;
  context.problem("holds a space or a character that is not ASCII");
  return std::nullopt;
}

std::optional<std::string> read_prompt(const KeyContext& context) {
  auto text = read_text(context);
  if (!text || is_prompt(*text)) return text;
  context.problem("must be login, none, consent or select_account");
  return std::nullopt;
}

std::optional<int> read_port(const KeyContext& context) {
  if (const auto port = read_integer(context, 1, 65535)) return static_cast<int>(*port);
  return std::nullopt;
}

std::optional<std::string> read_organization(const KeyContext& context) {
  const auto* text = std::get_if<std::string>(&context.value.content);
  if (text != nullptr && text->size() == 9 && parse_digits(*text)) return *text;
  context.problem("must be an organization number",
                  "9 digits in quotes, for example \"123456789\"");
  return std::nullopt;
}

void read_resource(const KeyContext& context) {
  const auto* array = std::get_if<TomlArray>(&context.value.content);
  if (array == nullptr) {
    if (auto text = read_text(context)) context.profile.resource = *std::move(text);
    return;
  }
  if (array->size() != 1) {
    context.problem("must be one resource", "a token is for one API");
    return;
  }
  const KeyContext element{context.key, (*array)[0], context.file, context.profile,
                           context.problems};
  if (auto text = read_text(element)) {
    context.profile.resource = *std::move(text);
    context.profile.resource_as_array = true;
  }
}

std::optional<std::string> read_issuer(const KeyContext& context) {
  auto issuer = read_url(context);
  if (!issuer || issuer->find('?') == std::string::npos) return issuer;
  context.problem("must not have a query (`?`)");
  return std::nullopt;
}

std::optional<std::string> read_graph_endpoint(const KeyContext& context) {
  auto url = read_base_url(context);
  if (!url || !(url->ends_with("/v1.0") || url->ends_with("/beta"))) return url;
  context.problem("must not name a version", "remove the last part of its path");
  return std::nullopt;
}

std::optional<std::chrono::seconds> read_timeout(const KeyContext& context) {
  const auto timeout = read_duration(context);
  if (!timeout || timeout->count() > 0) return timeout;
  context.problem("must be at least one second");
  return std::nullopt;
}

}  // namespace entra_auth::profiles
