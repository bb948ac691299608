// SPDX-License-Identifier: MIT
#include "oauth/hints/entra.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

namespace entra_auth::oauth {
namespace {

// docs/errors.md has the same rows; a test compares them.
constexpr Hint kHints[] = {
    {16000, "the account does not exist in this tenant",
     "sign in with another account, correct tenant_id, or have the account invited as a guest"},
    {28000, "the scopes belong to more than one resource",
     "ask for one resource per token and run the command once for each"},
    {28002, "a scope has a wrong value", "check the spelling of `scopes` in the profile"},
    {28003, "the scope is empty", "set `scopes` in the profile or pass `--scope`"},
    {50003, "the application lacks a signing key of its own",
     "have the application's owner configure a signing key"},
    {50011, "the redirect URI is not the one that is registered",
     "register http://localhost under Mobile and desktop applications, with the path of "
     "redirect_uri if it has one"},
    {50013, "the incoming assertion's signature does not verify",
     "pass an access token that was issued for this application (a Microsoft Graph token cannot be "
     "exchanged)"},
    {50020, "the account does not exist in this tenant",
     "sign in with another account, correct tenant_id, or have the account invited as a guest"},
    {50027, "the assertion is malformed",
     "check that the file or variable holds one JWT and nothing else"},
    {50032, "the RSA key is too short", "use a key of at least 2048 bits"},
    {50033, "the service has a passing fault", "try again in a moment"},
    {50034, "the account does not exist in this tenant",
     "sign in with another account, correct tenant_id, or have the account invited as a guest"},
    {50048, "subject and issuer of the client assertion differ",
     "both must be the client id; a federated assertion needs a federated credential in the app "
     "registration"},
    {50053, "the account is locked", "wait, or have an administrator unlock it"},
    {50055, "the password has expired", "sign in to any Microsoft page and change it"},
    {50057, "the account is disabled", "have an administrator enable it"},
    {50059, "the tenant cannot be told from the request",
     "set tenant_id to the tenant's id or verified domain"},
    {50072, "multifactor authentication is required",
     "sign in interactively; pass on the `claims` of this response"},
    {50074, "multifactor authentication is required",
     "sign in interactively; pass on the `claims` of this response"},
    {50076, "multifactor authentication is required",
     "sign in interactively; pass on the `claims` of this response"},
    {50078, "the multifactor authentication has expired", "sign in interactively again"},
    {50079, "multifactor authentication is required",
     "sign in interactively; pass on the `claims` of this response"},
    {50087, "the service has a passing fault", "try again in a moment"},
    {50089, "the session was revoked, or the password has changed", "sign in again"},
    {50105, "the user is not assigned to the application",
     "have the user or a group assigned to the enterprise application (on Nais: the access policy "
     "for users)"},
    {50126, "user name or password is wrong", "sign in again"},
    {50128, "the tenant cannot be told from the request",
     "set tenant_id to the tenant's id or verified domain"},
    {50131, "Conditional Access does not allow this",
     "use another flow or a compliant device, or ask an administrator which policy blocks it"},
    {50132, "the session was revoked, or the password has changed", "sign in again"},
    {50133, "the session was revoked, or the password has changed", "sign in again"},
    {50134, "the device sign-in came from the wrong data centre", "run the command again"},
    {50146, "the application lacks a signing key of its own",
     "have the application's owner configure a signing key"},
    {50147, "the PKCE verifier does not fit the challenge", "run the command again"},
    {50158, "an external security challenge is not met",
     "sign in interactively; pass on the `claims` of this response"},
    {50173, "the session was revoked, or the password has changed", "sign in again"},
    {50194, "the application belongs to a single tenant",
     "set tenant_id to that tenant instead of `common`"},
    {50196, "the server sees a loop of equal requests",
     "wait some minutes; keep the cache on, so that tokens are reused"},
    {51004, "the account does not exist in this tenant",
     "sign in with another account, correct tenant_id, or have the account invited as a guest"},
    {53000, "Conditional Access requires another device or application",
     "use a compliant, joined device"},
    {53001, "Conditional Access requires another device or application",
     "use a compliant, joined device"},
    {53002, "Conditional Access requires another device or application",
     "use a compliant, joined device"},
    {53003, "Conditional Access does not allow this",
     "use another flow or a compliant device, or ask an administrator which policy blocks it"},
    {54005, "the authorization code was used before", "run the command again"},
    {65001, "consent is missing",
     "grant consent interactively (`--prompt consent`), or have an administrator grant it"},
    {65004, "the user declined consent",
     "run the command again and accept, or ask an administrator"},
    {70000, "the grant is not valid", "sign in again"},
    {70001, "the application is not known in this tenant",
     "check client_id and tenant_id in the profile"},
    {70004, "the redirect URI is not the one that is registered",
     "register http://localhost under Mobile and desktop applications, with the path of "
     "redirect_uri if it has one"},
    {70008, "the refresh token has expired because it was not used", "sign in again"},
    {70011, "the scope is malformed or unknown",
     "an application asks for `api://ID/.default`, a user flow for `api://ID/scope-name`; check "
     "the spelling, and use `//.default` where the App ID URI itself ends in a slash"},
    {70012, "the service has a passing fault", "try again in a moment"},
    {70016, "the sign-in is still pending", "finish signing in on the page that was shown"},
    {70018, "the device code is wrong", "run the command again"},
    {70019, "the device code has expired", "run the command again and sign in sooner"},
    {70021, "no federated credential matches the assertion",
     "compare issuer, subject and audience with the federated credential of the app registration; "
     "a new one takes minutes to work"},
    {70043, "the refresh token ended with the sign-in frequency of Conditional Access",
     "sign in again"},
    {90002, "the tenant does not exist", "check tenant_id and cloud in the profile"},
    {90006, "the service has a passing fault", "try again in a moment"},
    {90008, "an administrator must consent",
     "have an administrator grant consent to the application in this tenant"},
    {90012, "the service has a passing fault", "try again in a moment"},
    {90014, "a required parameter is missing",
     "check that client_id and scopes are set; if they are, please report this"},
    {90019, "the tenant cannot be told from the request",
     "set tenant_id to the tenant's id or verified domain"},
    {90024, "the service has a passing fault", "try again in a moment"},
    {90033, "the service has a passing fault", "try again in a moment"},
    {90038, "the tenant belongs to another national cloud",
     "set `cloud` (usgov, china) or `authority` in the profile"},
    {90055, "the tenant is throttled",
     "wait and try again; keep the cache on, so that tokens are reused"},
    {90072, "the account does not exist in this tenant",
     "sign in with another account, correct tenant_id, or have the account invited as a guest"},
    {90090, "the service has a passing fault", "try again in a moment"},
    {90094, "an administrator must consent",
     "have an administrator grant consent to the application in this tenant"},
    {90124, "this grant does not work on `common` or `consumers`",
     "set tenant_id to the tenant's id or verified domain"},
    {90130, "this grant does not work on `common` or `consumers`",
     "set tenant_id to the tenant's id or verified domain"},
    {240002, "an id_token was passed where an access token is needed", "pass the access token"},
    {500011, "the resource is not known in this tenant",
     "check the App ID URI and the tenant; an administrator may have to add the API to the tenant "
     "first"},
    {500131, "the incoming assertion is for another audience",
     "its `aud` must be this application's client id or App ID URI"},
    {500133, "the incoming assertion has expired", "have the caller send a fresh token"},
    {501051, "the application has no role on the API, which requires assignment",
     "have an app role assigned (on Nais: add the caller to the API's inbound access policy)"},
    {501481, "the PKCE verifier does not fit the challenge", "run the command again"},
    {530032, "security defaults or a security policy block this",
     "use another flow (not the device code), or ask an administrator"},
    {530035, "security defaults or a security policy block this",
     "use another flow (not the device code), or ask an administrator"},
    {650057, "the resource is not among the API permissions of the application",
     "add the permission to the app registration and have consent granted"},
    {700005, "the code was issued by another tenant", "set tenant_id to the tenant of the account"},
    {700011, "the application is not known in this tenant",
     "check client_id and tenant_id in the profile"},
    {700016, "the application is not known in this tenant",
     "check client_id, tenant_id and cloud in the profile; the application may need consent in "
     "this tenant"},
    {700022, "the scopes belong to more than one resource",
     "ask for one resource per token and run the command once for each"},
    {700024, "the client assertion is outside its time of validity",
     "correct this machine's clock; where the assertion comes from a file or a CI system, have it "
     "issued anew"},
    {700025, "the application is a public client and a credential was sent",
     "remove the credential from the profile (auth_method = \"none\")"},
    {700027,
     "the signature of the client assertion does not verify: the certificate or key is not "
     "registered",
     "upload this certificate to the app registration, or point certificate_path to the registered "
     "one"},
    {700082, "the refresh token has expired because it was not used", "sign in again"},
    {700084, "the refresh token was issued to a single-page application and has ended",
     "sign in again"},
    {700211, "no federated credential has this issuer",
     "compare the issuer with the federated credential of the app registration, character by "
     "character"},
    {700212, "no federated credential has this audience",
     "use the audience of the federated credential, usually api://AzureADTokenExchange"},
    {700213, "no federated credential has this subject",
     "compare the subject with the federated credential of the app registration, character by "
     "character"},
    {700229, "a user's token was used as a federated assertion", "use an application's token"},
    {900144, "a required parameter is missing",
     "check that client_id and scopes are set; if they are, please report this"},
    {900382, "the tenant belongs to another national cloud",
     "set `cloud` (usgov, china) or `authority` in the profile"},
    {900432, "the tenant belongs to another national cloud",
     "set `cloud` (usgov, china) or `authority` in the profile"},
    {900439, "the tenant belongs to another national cloud",
     "set `cloud` (usgov, china) or `authority` in the profile"},
    {900971, "the redirect URI is not the one that is registered",
     "register http://localhost under Mobile and desktop applications, with the path of "
     "redirect_uri if it has one"},
    {901002, "`resource` is a parameter of the v1 endpoint",
     "use `scopes`, e.g. `RESOURCE/.default`"},
    {1002012, "an application may only ask for `/.default` scopes",
     "append `/.default` to the resource, e.g. `api://your-api-id/.default`"},
    {5002741, "the client assertion has more than one audience",
     "have the assertion issued with exactly one `aud`"},
    {7000112, "the application is disabled",
     "have an administrator enable its enterprise application"},
    {7000114, "the application may not use the on-behalf-of flow",
     "allow it in the app registration"},
    {7000215, "the client secret is wrong",
     "use the secret's Value, not its Secret ID, and check for a line break or a shell character "
     "that got lost"},
    {7000216, "this grant needs a credential and none was sent",
     "add client_secret, certificate_path, jwk or federated to the profile"},
    {7000218, "the application is confidential and no credential was sent",
     "add a credential to the profile; for user flows allow public client flows, or register the "
     "redirect URI under Mobile and desktop applications"},
    {7000222, "the client secret has expired",
     "create a new secret, or change to a certificate or a federated credential"},
    {7002137, "no federated credential template matches this subject",
     "compare the subject with the claims matching expression of the federated credential"},
    {7002138, "the federated credential differs from the assertion in upper and lower case",
     "make issuer, subject and audience match the assertion exactly, case included"},
    {9001023, "this grant does not work on `common` or `consumers`",
     "set tenant_id to the tenant's id or verified domain"},
    {9002313, "the request is malformed",
     "check extra_parameters in the profile; if there are none, please report this"},
};

static_assert(std::ranges::adjacent_find(kHints, std::ranges::greater_equal{}, &Hint::code) ==
                  std::end(kHints),
              "rows are sorted by code, each code once");

}  // namespace

std::span<const Hint> aadsts_hints() { return kHints; }

std::optional<Hint> find_hint(std::string_view code) {
  const bool is_entra = code.starts_with(kEntraPrefix);
  const auto prefix = is_entra ? kEntraPrefix : kMaskinportenPrefix;
  if (!code.starts_with(prefix)) return std::nullopt;
  const auto number = parse_digits(code.substr(prefix.size()));
  const auto rows = is_entra ? aadsts_hints() : maskinporten_hints();
  const auto row = std::ranges::find(rows, number.value_or(-1), [](const Hint& hint) {
    return static_cast<long long>(hint.code);
  });
  if (row == rows.end()) return std::nullopt;
  return *row;
}

}  // namespace entra_auth::oauth
