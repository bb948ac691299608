// SPDX-License-Identifier: MIT
#include "cli/doctor/report.hpp"

#include "base/json.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace entra_auth::cli {
namespace {

constexpr std::size_t kColumns = 80;
constexpr std::size_t kWidestName = 22;

struct StatusStyle {
  std::string_view name;  // in JSON
  std::string_view mark;  // in the text; all have the same width
  std::string_view color;
};
constexpr std::array kStyles = {
    StatusStyle{"ok", "ok     ", "\x1b[32m"},
    StatusStyle{"info", "-      ", "\x1b[2m"},
    StatusStyle{"warning", "WARNING", "\x1b[1;33m"},
    StatusStyle{"problem", "PROBLEM", "\x1b[1;31m"},
};

const StatusStyle& style_of(FindingStatus status) {
  return kStyles.at(static_cast<std::size_t>(status));
}

int count(const DoctorReport& report, FindingStatus status) {
  std::ptrdiff_t all = 0;
  for (const auto& section : report.sections) {
    all += std::ranges::count(section.findings, status, &Finding::status);
  }
  return static_cast<int>(all);
}

std::string counted(int number, const std::string& noun) {
  return (number == 0 ? "no" : std::to_string(number)) + " " + noun + (number == 1 ? "" : "s");
}

/// The text with its words wrapped. Every line but the first is indented by `indent` columns.
std::string wrapped(std::string_view text, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  for (const auto& word : split(text, " ")) {
    const bool fits = column + word.size() + (column > indent ? 1 : 0) <= kColumns;
    if (column > indent) {
      if (fits) {
        out += ' ';
        ++column;
      } else {
        out += "\n" + std::string(indent, ' ');
        column = indent;
      }
    }
    out += word;
    column += word.size();
  }
  return out + "\n";
}

/// Without the folder of the profile file, which is a finding of its own.
std::string short_source(const std::string& source) {
  return source.starts_with('/') ? source.substr(source.rfind('/') + 1) : source;
}

std::string render(const Finding& finding, std::size_t name_width, bool color) {
  const auto& style = style_of(finding.status);
  const std::string name = for_terminal(finding.name, 80);
  std::string out = "  ";
  out += color ? std::string(style.color) + std::string(style.mark) + "\x1b[0m"
               : std::string(style.mark);
  out += "  " + name;
  const std::size_t indent = 2 + style.mark.size() + 2 + name_width + 2;
  std::string text = for_terminal(finding.detail);
  if (!finding.source.empty()) text += " (" + for_terminal(short_source(finding.source)) + ")";
  if (name.size() > name_width) {
    out += "\n" + std::string(indent, ' ');
  } else {
    out.append(name_width + 2 - name.size(), ' ');
  }
  out += wrapped(text, indent);
  if (finding.hint.empty()) return out;
  out += std::string(indent, ' ') + "hint: ";
  return out + wrapped(for_terminal(finding.hint), indent + 6);
}

std::string render(const DoctorSection& section, bool color) {
  std::string out = color ? "\x1b[1m" : "";
  out += for_terminal(section.title, 200);
  if (color) out += "\x1b[0m";
  out += "\n";
  std::size_t width = 0;
  for (const auto& finding : section.findings) {
    if (finding.name.size() <= kWidestName) width = std::max(width, finding.name.size());
  }
  for (const auto& finding : section.findings) out += render(finding, width, color);
  return out;
}

OrderedJson to_json(const Finding& finding) {
  OrderedJson json = {{"name", finding.name},     {"status", style_of(finding.status).name},
                      {"detail", finding.detail}, {"hint", nullptr},
                      {"source", nullptr},        {"facts", finding.facts}};
  if (!finding.hint.empty()) json["hint"] = finding.hint;
  if (!finding.source.empty()) json["source"] = finding.source;
  return json;
}

}  // namespace

Finding ok(std::string name, std::string detail) {
  return {.status = FindingStatus::ok, .name = std::move(name), .detail = std::move(detail)};
}

Finding info(std::string name, std::string detail, std::string hint) {
  return {.status = FindingStatus::info,
          .name = std::move(name),
          .detail = std::move(detail),
          .hint = std::move(hint)};
}

Finding warning(std::string name, std::string detail, std::string hint) {
  return {.status = FindingStatus::warning,
          .name = std::move(name),
          .detail = std::move(detail),
          .hint = std::move(hint)};
}

Finding problem(std::string name, const Error& error) {
  return {.status = FindingStatus::problem,
          .name = std::move(name),
          .detail = error.message,
          .hint = join(error.hints, "; "),
          .kind = error.kind};
}

std::string render_text(const DoctorReport& report, bool color) {
  std::string out;
  for (const auto& section : report.sections) out += render(section, color) + "\n";
  return out + counted(count(report, FindingStatus::problem), "problem") + ", " +
         counted(count(report, FindingStatus::warning), "warning") + "\n";
}

std::string render_json(const DoctorReport& report) {
  OrderedJson json = {{"version", report.version},
                      {"profile", nullptr},
                      {"problems", count(report, FindingStatus::problem)},
                      {"warnings", count(report, FindingStatus::warning)}};
  if (!report.profile.empty()) json["profile"] = report.profile;
  auto& sections = json["sections"] = OrderedJson::object();
  for (const auto& section : report.sections) {
    auto& findings = sections[section.name] = OrderedJson::array();
    for (const auto& finding : section.findings) findings.push_back(to_json(finding));
  }
  return to_ascii_json(json, 2) + "\n";
}

std::optional<Error> failure_of(const DoctorReport& report) {
  for (const auto& section : report.sections) {
    const auto first =
        std::ranges::find(section.findings, FindingStatus::problem, &Finding::status);
    if (first == section.findings.end()) continue;
    const int problems = count(report, FindingStatus::problem);
    return Error{.kind = first->kind,
                 .message = counted(problems, "problem") +
                            (problems > 1 ? ", the first is " : ": ") + first->name + ": " +
                            first->detail};
  }
  return std::nullopt;
}

}  // namespace entra_auth::cli
