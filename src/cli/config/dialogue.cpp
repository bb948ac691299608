// SPDX-License-Identifier: MIT
#include "cli/config/dialogue.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/config/missing_settings.hpp"
#include "cli/config/profile_flags.hpp"
#include "os/files.hpp"
#include "profiles/keys/combinations.hpp"
#include "profiles/keys/key_table.hpp"
#include "profiles/keys/words.hpp"
#include "profiles/toml/value.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace entra_auth::cli {
namespace {

using profiles::text_value;
using profiles::TomlTable;
using profiles::TomlValue;

/// One question. `make` turns the answer into the key's value.
struct Question {
  std::string key;
  std::string words;
  std::string fallback{};  // what Enter means
  bool may_be_empty = false;
  std::function<Result<TomlValue>(const std::string& answer)> make{};
};

/// The methods of that provider, without the second name for certificates and without managed
/// identities, whose profiles need no questions.
std::string offered_methods(std::string_view provider_word) {
  const auto provider = profiles::parse_name(profiles::kProviders, provider_word);
  std::vector<std::string> methods;
  for (const auto& [word, method] : profiles::kAuthMethods) {
    if (method == AuthMethod::none || method == AuthMethod::managed_identity ||
        method == AuthMethod::passwordless_certificate) {
      continue;
    }
    if (provider && profiles::can_use(*provider, method)) methods.emplace_back(word);
  }
  if (provider && profiles::can_use(*provider, AuthMethod::none)) methods.emplace_back("none");
  return join(methods, ", ");
}

class Dialogue {
 public:
  Dialogue(const os::Prompt& prompt, ProfileAnswers known, DialogueScope scope,
           const os::Environment& environment)
      : prompt_(prompt),
        answers_(std::move(known)),
        everything_(scope == DialogueScope::everything),
        environment_(environment) {}

  Result<ProfileAnswers> run() {
    TRY_VOID(ask_provider());
    TRY_VOID(ask_server());
    if (provider() != "texas") {
      TRY_VOID(ask({.key = "client_id", .words = "Client ID"}));
      TRY_VOID(ask_credential());
    }
    return finish();
  }

 private:
  TomlTable& settings() { return answers_.settings; }
  bool has(std::string_view key) { return find_member(settings(), key) != nullptr; }
  bool is_settled(std::string_view key) { return has(key) && !everything_; }

  void remove(std::string_view key) { profiles::remove_member(settings(), key); }

  std::string provider() {
    const auto said = text_of(settings(), "provider");
    return said.empty() ? "entra" : said;
  }

  void complain(const Error& error) {
    prompt_.say("  " + for_terminal(error.message) + "\n");
    for (const auto& hint : error.hints) prompt_.say("  " + for_terminal(hint) + "\n");
  }

  Result<void> ask(Question question) {
    if (is_settled(question.key)) return {};
    if (const auto present = words_of(settings(), question.key); !present.empty()) {
      question.fallback = present;
    }
    if (!question.make) {
      question.make = [](const std::string& answer) { return text_value(answer); };
    }
    const auto shown = for_terminal(question.fallback, 200);
    while (true) {
      TRY(const auto typed,
          prompt_.ask(question.words + (shown.empty() ? ": " : " [" + shown + "]: ")));
      std::string answer(trim(typed));
      if (answer.empty() && has(question.key)) return {};
      if (answer.empty()) answer = question.fallback;
      if (answer.empty() && question.may_be_empty) return {};
      const auto done = take(question, answer);
      if (done) return {};
      complain(done.error());
    }
  }

  Result<void> take(const Question& question, const std::string& answer) {
    if (answer.empty()) return fail(ErrorKind::usage, "this one is needed");
    if (!is_valid_utf8(answer)) return fail(ErrorKind::usage, "that is not UTF-8");
    if (answer == "-" && question.may_be_empty) {
      remove(question.key);
      return {};
    }
    TRY(auto value, question.make(answer));
    TRY_VOID(check_value(question.key, value));
    set_setting(settings(), question.key, std::move(value));
    return {};
  }

  /// A word in any spelling, written in ours.
  template <class Names>
  Result<void> choose(const std::string& key, const std::string& words, const Names& names,
                      std::string fallback) {
    return ask({.key = key,
                .words = words,
                .fallback = std::move(fallback),
                .make = [&names](const std::string& answer) -> Result<TomlValue> {
                  const auto value = profiles::parse_name(names, answer);
                  return text_value(value ? std::string(profiles::name_of(names, *value)) : answer);
                }});
  }

  Result<void> ask_provider() {
    // What is said already tells it.
    if (!everything_ && (has("tenant_id") || has("cloud"))) return {};
    const bool was_said = has("provider");
    TRY_VOID(choose("provider", "Provider (entra, maskinporten, texas, oidc)", profiles::kProviders,
                    "entra"));
    if (!was_said && provider() == "entra") remove("provider");  // the default goes without saying
    return {};
  }

  Result<void> ask_server() {
    if (provider() == "maskinporten") {
      if (has("issuer")) return {};
      return choose("environment", "Environment (test, prod)", profiles::kMaskinportenEnvironments,
                    "test");
    }
    if (provider() == "texas") {
      return ask({.key = "identity_provider",
                  .words = "Identity provider (entra_id, maskinporten, tokenx)"});
    }
    if (provider() == "oidc") return ask({.key = "issuer", .words = "Issuer (URL)"});
    return ask({.key = "tenant_id", .words = "Tenant (GUID or domain)"});
  }

  Result<void> ask_credential() {
    if (answers_.has_client_secret()) return {};
    const bool is_maskinporten = provider() == "maskinporten";
    const auto before = auth_method_of(settings());
    if (before.empty() || everything_) {
      const std::string fallback = !before.empty()   ? before
                                   : is_maskinporten ? "jwk"
                                                     : "client-secret";
      TRY_VOID(choose("auth_method", "Credential (" + offered_methods(provider()) + ")",
                      profiles::kAuthMethods, fallback));
    }
    const auto method = auth_method_of(settings());
    if (method != before && !before.empty()) {
      std::erase_if(settings(), [](const auto& member) {
        return profiles::is_credential_key(member.key) && member.key != "auth_method";
      });
    }
    if (method == "client-secret") return ask_client_secret();
    if (method == "certificate" || method == "passwordless-certificate") {
      TRY_VOID(ask_path("certificate_path", "Certificate and key (path of PEM or PFX)", false));
      return ask_certificate_password();
    }
    if (method == "jwk" && !has("private_key")) {
      return ask_path("jwk", "Private key (path of a JWK)", true);
    }
    if (method == "federated" && !has("federated_token")) return ask_federated();
    if (method == "none" && !is_maskinporten) {
      return choose("flow", "Sign-in (interactive-browser, device-code)", profiles::kFlows,
                    "interactive-browser");
    }
    return {};
  }

  Result<void> ask_certificate_password() {
    if (answers_.secret || is_settled("certificate_password")) return {};
    TRY(auto password, prompt_.ask_hidden(has("certificate_password")
                                              ? "Its password (not shown; Enter keeps it): "
                                              : "Its password (not shown; Enter for none): "));
    if (!password.empty()) {
      answers_.secret = NewSecret{"certificate_password", std::move(password)};
    }
    return {};
  }

  Result<void> ask_client_secret() {
    if (is_settled("client_secret")) return {};
    while (true) {
      TRY(auto secret,
          prompt_.ask_hidden(has("client_secret") ? "Client secret (not shown; Enter keeps it): "
                                                  : "Client secret (not shown; Enter to name a "
                                                    "variable that holds it): "));
      if (!secret.empty()) {
        answers_.secret = NewSecret{"client_secret", std::move(secret)};
        return {};
      }
      if (has("client_secret")) return {};
      TRY(const auto typed, prompt_.ask("Environment variable: "));
      const std::string variable(trim(typed));
      if (variable.empty()) continue;
      auto value = profiles::reference_value("env", text_value(variable));
      if (const auto checked = check_value("client_secret", value); !checked) {
        complain(checked.error());
        continue;
      }
      set_setting(settings(), "client_secret", std::move(value));
      return {};
    }
  }

  Result<TomlValue> file_value(const ProfileFlag& flag, const std::string& answer) {
    auto value = make_value(flag, {answer});
    const auto path = os::expand_home(answer, environment_);
    if (os::file_version(path).empty()) {
      return fail(ErrorKind::usage, "there is no file " + path.native());
    }
    return value;
  }

  Result<void> ask_path(const char* key, const char* words, bool as_reference) {
    const bool may_keep = has(key) && text_in(settings(), key, "file").empty() && as_reference;
    if (may_keep) return {};  // a variable, a command or a store
    return ask(
        {.key = key,
         .words = words,
         .fallback = text_in(settings(), key, "file"),
         .make = [this, key, as_reference](const std::string& answer) {
           const ProfileFlag flag{"", key, as_reference ? FlagForm::file : FlagForm::path, "", ""};
           return file_value(flag, answer);
         }});
  }

  Result<void> ask_federated() {
    return ask({.key = "federated",
                .words = "Assertion (github, azure-pipelines, or a path)",
                .fallback = text_in(settings(), "federated", "file"),
                .make = [](const std::string& answer) -> Result<TomlValue> {
                  if (profiles::is_same_name(answer, "github")) return text_value("github");
                  if (profiles::is_same_name(answer, "azure-pipelines")) {
                    return text_value("azure-pipelines");
                  }
                  // The platform may put it there later.
                  return make_value({"", "federated", FlagForm::file, "", ""}, {answer});
                }});
  }

  Result<ProfileAnswers> finish() {
    if (!has("resource") || has("scopes")) {
      TRY_VOID(ask({.key = "scopes",
                    .words = has("scopes") ? "Scopes (- for none)" : "Scopes (Enter for none)",
                    .may_be_empty = true,
                    .make = [](const std::string& answer) -> Result<TomlValue> {
                      return make_value({"", "scopes", FlagForm::words, "", ""}, {answer});
                    }}));
    }
    return std::move(answers_);
  }

  const os::Prompt& prompt_;
  ProfileAnswers answers_;
  bool everything_;
  const os::Environment& environment_;
};

}  // namespace

Result<ProfileAnswers> ask_for_profile(const os::Prompt& prompt, ProfileAnswers known,
                                       DialogueScope scope, const os::Environment& environment) {
  return Dialogue(prompt, std::move(known), scope, environment).run();
}

}  // namespace entra_auth::cli
