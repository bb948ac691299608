// SPDX-License-Identifier: MIT
#include "profiles/environment/injected_settings.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "base/url.hpp"
#include "os/files.hpp"
#include "profiles/keys/words.hpp"

#include <system_error>
#include <utility>

namespace entra_auth::profiles {
namespace {

constexpr std::size_t kMaxBytes = 64 * 1024;

}  // namespace

InjectedSettings::InjectedSettings(std::string profile, const os::Environment& environment,
                                   std::string_view marker, std::filesystem::path folder)
    : profile_(std::move(profile)), environment_(environment) {
  std::error_code ignored;
  if (!folder.empty() && !environment.get_nonempty(marker) &&
      std::filesystem::exists(folder / marker, ignored)) {
    folder_ = std::move(folder);
  }
}

std::string InjectedSettings::text(const std::string& name) const {
  if (folder_.empty()) return std::string(trim(environment_.get(name).value_or("")));
  const auto file = os::read_file(folder_ / name, kMaxBytes, os::Privacy::not_required);
  return std::string(trim(file.bytes.expose()));
}

Result<std::string> InjectedSettings::required(const std::string& name,
                                               const std::string& advice) const {
  auto value = text(name);
  if (!value.empty()) return value;
  return invalid(describe(name) + (folder_.empty() ? " is not set" : " is missing"), advice);
}

std::optional<SecretReference> InjectedSettings::secret(const std::string& name) const {
  if (!folder_.empty()) {
    std::error_code ignored;
    if (!std::filesystem::exists(folder_ / name, ignored)) return std::nullopt;
    return FileSecret{(folder_ / name).string()};
  }
  if (!environment_.get_nonempty(name)) return std::nullopt;
  return EnvironmentSecret{name};
}

Result<std::string> InjectedSettings::required_client_id(const std::string& name,
                                                         const std::string& advice) const {
  TRY(auto id, required(name, advice));
  if (is_client_id(id)) return id;
  return invalid(describe(name) + " is not a client id",
                 "it contains a space or a character outside ASCII");
}

Result<std::string> InjectedSettings::required_tenant(const std::string& name,
                                                      const std::string& advice) const {
  TRY(auto tenant, required(name, advice));
  if (is_tenant(tenant)) return tenant;
  return invalid(describe(name) + " is not a tenant",
                 "it is a GUID or a domain such as contoso.onmicrosoft.com");
}

Result<std::string> InjectedSettings::optional_url(const std::string& name) const {
  auto url = text(name);
  if (url.empty()) return url;
  if (const auto checked = check_request_url(url); !checked) {
    return invalid(describe(name) + ": " + checked.error().message,
                   "it must be an https URL (http for loopback addresses only)");
  }
  return url;
}

std::string InjectedSettings::describe(const std::string& name) const {
  return folder_.empty() ? "variable " + name : "file " + (folder_ / name).string();
}

tl::unexpected<Error> InjectedSettings::invalid(const std::string& what, std::string hint) const {
  return fail(ErrorKind::invalid_configuration, "profile " + profile_ + ": " + what,
              {std::move(hint)});
}

}  // namespace entra_auth::profiles
