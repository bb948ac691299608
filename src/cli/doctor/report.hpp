// SPDX-License-Identifier: MIT
// What doctor found, and how it is shown.
#pragma once

#include "base/json.hpp"
#include <entra_auth/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace entra_auth::cli {

enum class FindingStatus : std::uint8_t { ok, info, warning, problem };

/// One thing that was looked at. Texts are kept as they came and made safe where they are shown; no
/// member ever holds a secret.
struct Finding {
  FindingStatus status = FindingStatus::ok;
  std::string name;      // profile key, variable, or a name of ours: stable
  std::string detail;    // what it is
  std::string hint{};    // what to do about it; may be empty
  std::string source{};  // where a setting comes from; empty for what is no setting
  OrderedJson facts{};   // for scripts; null where there are none
  ErrorKind kind = ErrorKind::unexpected;  // of a problem: decides the exit code
};

[[nodiscard]] Finding ok(std::string name, std::string detail);
[[nodiscard]] Finding info(std::string name, std::string detail, std::string hint = {});
[[nodiscard]] Finding warning(std::string name, std::string detail, std::string hint = {});
/// Message and hints of the error.
[[nodiscard]] Finding problem(std::string name, const Error& error);

struct DoctorSection {
  std::string name;   // of the JSON member
  std::string title;  // for people
  std::vector<Finding> findings{};

  void add(Finding finding) { findings.push_back(std::move(finding)); }
};

struct DoctorReport {
  std::string version;
  std::string profile;  // empty: none was chosen
  std::vector<DoctorSection> sections;
};

/// For people, in 80 columns as far as paths and addresses allow.
[[nodiscard]] std::string render_text(const DoctorReport& report, bool color);

/// One JSON object: docs/doctor.md.
[[nodiscard]] std::string render_json(const DoctorReport& report);

/// What the command ends with: the kind of the first problem, or nothing.
[[nodiscard]] std::optional<Error> failure_of(const DoctorReport& report);

}  // namespace entra_auth::cli
