// SPDX-License-Identifier: MIT
#include "profiles/keys/shown_values.hpp"

#include "profiles/toml/value.hpp"

#include <cstdint>
#include <utility>
#include <variant>

namespace entra_auth::profiles {
namespace {

constexpr const char* kMask = "********";

struct ReferenceView {
  TomlValue operator()(const EnvironmentSecret& secret) const {
    return reference_value("env", text_value(secret.variable));
  }
  TomlValue operator()(const FileSecret& secret) const {
    return reference_value("file", text_value(secret.path));
  }
  TomlValue operator()(const CommandSecret& secret) const {
    return reference_value("command", list_value(secret.argv));
  }
  TomlValue operator()(const DescriptorSecret& secret) const {
    return reference_value("fd", {.line = 0, .content = std::int64_t{secret.fd}});
  }
  TomlValue operator()(const StoredSecret& secret) const {
    return reference_value("store", text_value(secret.store));
  }
  TomlValue operator()(const LiteralSecret& /*secret*/) const { return text_value(kMask); }
  TomlValue operator()(const GitHubAssertion& /*source*/) const { return text_value("github"); }
  TomlValue operator()(const AzurePipelinesAssertion& /*source*/) const {
    return text_value("azure-pipelines");
  }
};

}  // namespace

ShownValue show_value(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text_value(text);
}

ShownValue show_value(const std::vector<std::string>& texts) {
  if (texts.empty()) return std::nullopt;
  return list_value(texts);
}

ShownValue show_value(const std::map<std::string, std::string>& texts) {
  if (texts.empty()) return std::nullopt;
  TomlTable table;
  for (const auto& [key, text] : texts) table.push_back({key, 0, text_value(text)});
  return TomlValue{.line = 0, .content = std::move(table)};
}

ShownValue show_value(const std::optional<int>& number) {
  if (!number) return std::nullopt;
  return TomlValue{.line = 0, .content = std::int64_t{*number}};
}

ShownValue show_value(const std::optional<std::chrono::seconds>& duration) {
  if (!duration) return std::nullopt;
  return text_value(std::to_string(duration->count()) + "s");
}

ShownValue show_value(const std::optional<SecretReference>& reference) {
  if (!reference) return std::nullopt;
  return std::visit(ReferenceView(), *reference);
}

ShownValue show_value(const std::optional<FederatedSource>& source) {
  if (!source) return std::nullopt;
  return std::visit(ReferenceView(), *source);
}

std::string masked_proxy(std::string_view proxy) {
  const auto at = proxy.rfind('@');
  if (at == std::string_view::npos) return std::string(proxy);
  const auto scheme = proxy.find("://");
  std::string text(scheme == std::string_view::npos ? "" : proxy.substr(0, scheme + 3));
  text += kMask;
  text += proxy.substr(at);
  return text;
}

}  // namespace entra_auth::profiles
