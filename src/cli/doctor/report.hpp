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

/// One thing that doctor looked at. Texts are stored unescaped and are made safe when they are
/// shown. No member ever holds a secret.
struct Finding {
  FindingStatus status = FindingStatus::ok;
  std::string name;      // profile key, variable, or a name that docs/doctor.md lists
  std::string detail;    // what it is
  std::string hint{};    // what to do about it; may be empty
  std::string source{};  // where a setting comes from; empty if it is not a setting
  OrderedJson facts{};   // for scripts; null if there are none
  ErrorKind kind = ErrorKind::unexpected;  // of a problem: determines the exit code
};

[[nodiscard]] Finding ok(std::string name, std::string detail);
[[nodiscard]] Finding info(std::string name, std::string detail, std::string hint = {});
[[nodiscard]] Finding warning(std::string name, std::string detail, std::string hint = {});
/// With the message, the hints and the kind of the error.
[[nodiscard]] Finding problem(std::string name, const Error& error);

struct DoctorSection {
  std::string name;   // of the JSON member
  std::string title;  // in the text
  std::vector<Finding> findings{};

  void add(Finding finding) { findings.push_back(std::move(finding)); }
};

struct DoctorReport {
  std::string version;
  std::string profile;  // empty if none is selected
  std::vector<DoctorSection> sections;
};

/// The report as text, wrapped at 80 columns unless a single word is longer.
[[nodiscard]] std::string render_text(const DoctorReport& report, bool color);

/// The report as one JSON object, as docs/doctor.md describes it.
[[nodiscard]] std::string render_json(const DoctorReport& report);

/// The error that the command ends with: kind and text of the first problem. Returns nullopt if
/// there is no problem.
[[nodiscard]] std::optional<Error> failure_of(const DoctorReport& report);

}  // namespace entra_auth::cli
