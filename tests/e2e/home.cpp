// SPDX-License-Identifier: MIT
#include "e2e/home.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace entra_auth::test {

Home::Home() {
  set("HOME", dir_.path().string());
  set("PATH", "/usr/bin:/bin");
}

Home::Home(const SandboxProcess& sandbox) : Home() {
  set("API_SECRET", sandbox["client_secret"]);
  profiles(
      profile(sandbox, "api", sandbox["client_id"], "client_secret = { env = \"API_SECRET\" }"));
}

void Home::profiles(const std::string& toml) const {
  dir_.write(".config/entra-auth-cli/profiles.toml", toml);
}

std::string Home::profile(const SandboxProcess& sandbox, const std::string& name,
                          const std::string& client_id, const std::string& members) {
  return "[profiles." + name + "]\nauthority = \"" + sandbox["authority"] + "\"\ntenant_id = \"" +
         sandbox["tenant_id"] + "\"\nclient_id = \"" + client_id + "\"\nscopes = [\"" +
         sandbox["scope"] + "\"]\n" + members + "\n\n";
}

void Home::set(const std::string& name, const std::string& value) {
  unset(name);
  environment_.push_back(name + "=" + value);
}

void Home::unset(const std::string& name) {
  std::erase_if(environment_, [&](const auto& entry) { return entry.starts_with(name + "="); });
}

void Home::enter(const SandboxProcess& sandbox, const std::string& platform) {
  const auto variables = sandbox.environment(platform);
  for (const auto& [name, value] : variables.items()) {
    set(name, value.get<std::string>());
  }
}

RunResult Home::cli(std::vector<std::string> arguments, RunOptions options) const {
  arguments.insert(arguments.begin(), ENTRA_AUTH_CLI);
  if (options.env.empty()) options.env = environment_;
  return run(std::move(arguments), options);
}

std::optional<RunResult> Home::cli_after(const std::string& script,
                                         const std::vector<std::string>& arguments) const {
  std::vector<std::string> argv = {
      "/usr/bin/unshare", "-Urm", "/bin/sh", "-c", script + " && exec \"$0\" \"$@\"",
      ENTRA_AUTH_CLI};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  RunOptions options;
  options.env = environment_;
  auto result = run(std::move(argv), options);
  if (result.err.find("unshare") == std::string::npos &&
      result.err.find("mount:") == std::string::npos) {
    return result;
  }
  WARN("this system does not allow namespaces: not checked");
  return std::nullopt;
}

std::filesystem::path Home::profile_file() const {
  return dir_ / ".config/entra-auth-cli/profiles.toml";
}

std::filesystem::path Home::cache() const { return dir_ / ".cache/entra-auth-cli"; }

bool is_one_token(const std::string& text) {
  return text.size() > 20 && text.ends_with('\n') &&
         std::ranges::all_of(text.begin(), text.end() - 1,
                             [](char c) { return c > 0x20 && c < 0x7F; });
}

}  // namespace entra_auth::test
