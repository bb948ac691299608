// SPDX-License-Identifier: MIT
// doctor: one report on everything that a token request depends on.
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/command.hpp"
#include "cli/connection.hpp"
#include "cli/doctor/report.hpp"
#include "cli/doctor/sections.hpp"
#include "cli/options/token_settings.hpp"
#include "cli/output/error_output.hpp"
#include "http/curl_transport.hpp"
#include "os/terminal.hpp"

#include <chrono>
#include <utility>

namespace entra_auth::cli {
namespace {

constexpr std::chrono::seconds kDefaultTimeout{10};

struct DoctorOptions {
  std::string profile;
  std::string output = "text";
  std::string timeout;
  bool offline = false;
};

Result<std::chrono::seconds> timeout_of(const DoctorOptions& options) {
  if (options.timeout.empty()) return kDefaultTimeout;
  return read_duration("--timeout", options.timeout, std::chrono::seconds(1));
}

DoctorSection network(const DoctorOptions& options, const Profile& profile, const Context& context,
                      Deadline deadline) {
  if (options.offline) {
    return {"network", "Network", {info("skipped", "no server was contacted: --offline")}};
  }
  const auto settings = transport_settings(profile, context.environment);
  http::CurlTransport transport(settings, context.clock);
  return examine_network(profile, settings, transport, context, deadline);
}

DoctorSection not_examined(std::string name, std::string title) {
  return {std::move(name), std::move(title), {info("skipped", "there is no usable profile")}};
}

Result<Output> doctor(const DoctorOptions& options, const Context& context) {
  const auto timeout = timeout_of(options);
  if (!timeout) return fail(timeout.error());
  const Deadline deadline = context.started + *timeout;

  DoctorReport report{.version = ENTRA_AUTH_VERSION, .profile = {}, .sections = {}};
  report.sections.push_back(examine_program(context));
  auto examined = examine_profile(options.profile, context);
  report.profile = examined.name;
  report.sections.push_back(std::move(examined.section));
  const auto& profile = examined.profile;
  const auto stores = look_at_stores(context.environment, deadline);
  report.sections.push_back(profile ? examine_credential(*profile, stores, context, deadline)
                                    : not_examined("credential", "Credential"));
  report.sections.push_back(examine_stores(stores, context.environment));
  report.sections.push_back(examine_cache(report.profile, stores, context));
  report.sections.push_back(profile ? network(options, *profile, context, deadline)
                                    : not_examined("network", "Network"));

  const bool color = may_use_color(context.global, context.environment) && os::stdout_is_terminal();
  return Output{
      .text = Secret(options.output == "json" ? render_json(report) : render_text(report, color)),
      .failure = failure_of(report)};
}

CommandDetails describe(DoctorOptions& options) {
  CommandDetails command;
  command.output = &options.output;
  command.options = {
      {.names = "-p,--profile",
       .target = &options.profile,
       .value = "NAME",
       .help = "Profile (default: the one that get-token uses)",
       .kind = ValueKind::profile},
      {.names = "-o,--output",
       .target = &options.output,
       .value = "FORMAT",
       .help = "Format: text or json",
       .words = "text json",
       .only_words = true},
      {.names = "--offline", .target = &options.offline, .help = "Do not contact any server"},
      {.names = "--timeout",
       .target = &options.timeout,
       .value = "DURATION",
       .help = "Time limit for the whole command (default 10s)"},
  };
  command.footer =
      "doctor is read-only: it never prompts, runs no command of a profile and shows no\n"
      "secret. The exit code is 0 if there is no problem, else that of the first\n"
      "problem: 2 profile not found, 4 a server cannot be reached, 7 the profile is not\n"
      "valid, 8 a secret cannot be read.";
  return command;
}

}  // namespace

Command doctor_command() {
  return make_command("doctor", "Show every setting and its source, and check that it works",
                      describe, doctor);
}

}  // namespace entra_auth::cli
