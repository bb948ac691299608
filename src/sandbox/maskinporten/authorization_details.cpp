// SPDX-License-Identifier: MIT
#include "sandbox/maskinporten/authorization_details.hpp"

#include "base/json.hpp"
#include "os/random.hpp"
#include "sandbox/state/maskinporten_client.hpp"

#include <algorithm>
#include <initializer_list>

namespace entra_auth::sandbox {
namespace {

constexpr std::string_view kType = "urn:altinn:systemuser";
constexpr std::string_view kAuthority = "iso6523-actorid-upis";
constexpr std::string_view kNorwegian = "0192:";

tl::unexpected<MaskinportenRefusal> refuse_details(int number, const std::string& what) {
  return refuse_grant(number, "Invalid authorization_details: " + what);
}

/// The name of a member that is not one of these. Empty if there is none.
std::string unknown_member(const Json& object, std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : object.items()) {
    if (std::ranges::find(known, name) == known.end()) return name;
  }
  return {};
}

bool is_norwegian_organization(const std::string& id) {
  return id.starts_with(kNorwegian) &&
         is_organization_number(std::string_view(id).substr(kNorwegian.size()));
}

MaskinportenChecked<void> check_organization(const Json& organization) {
  if (!organization.is_object()) return refuse_details(303, "systemuser_org");
  if (const auto name = unknown_member(organization, {"authority", "ID"}); !name.empty()) {
    return refuse_details(302, "unknown field systemuser_org." + name);
  }
  if (string_or(organization, "authority") != kAuthority) {
    return refuse_details(303, "systemuser_org.authority");
  }
  if (!is_norwegian_organization(string_or(organization, "ID"))) {
    return refuse_details(303, "systemuser_org.ID");
  }
  return {};
}

}  // namespace

MaskinportenChecked<void> check_authorization_details(const Json& details) {
  if (!details.is_array() || details.size() != 1 || !details.front().is_object()) {
    return refuse_details(301, "must be an array of one object");
  }
  const auto& detail = details.front();
  if (string_or(detail, "type") != kType) return refuse_details(301, "type");
  if (const auto name = unknown_member(detail, {"type", "systemuser_org", "externalRef"});
      !name.empty()) {
    return refuse_details(302, "unknown field " + name);
  }
  if (detail.contains("externalRef") && string_or(detail, "externalRef").empty()) {
    return refuse_details(303, "externalRef");
  }
  return check_organization(detail.value("systemuser_org", Json()));
}

OrderedJson granted_authorization_details(const Json& details) {
  OrderedJson granted = details.front();
  granted["systemuser_id"] = OrderedJson::array({os::random_uuid()});
  granted["system_id"] = "123456789_sandbox";
  return OrderedJson::array({granted});
}

}  // namespace entra_auth::sandbox
