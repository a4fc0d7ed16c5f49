// SPDX-License-Identifier: Apache-2.0
#include "api/imports/multipart.hpp"

#include "api/http/chars.hpp"
#include "geo/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace api {
namespace {

constexpr std::size_t most_parts = 32;
constexpr std::size_t most_head_bytes = std::size_t{8} * 1024;
constexpr std::size_t longest_boundary = 70;  // RFC 2046, 5.1.1
constexpr std::string_view line_end = "\r\n";

[[noreturn]] void refuse(std::size_t part, std::string_view en, std::string_view pt) {
  throw geo::Error(geo::Problem::input, fmt::format("The form cannot be read, at its part {}: {}.", part, en),
                   fmt::format("Não é possível ler o formulário, na parte {}: {}.", part, pt));
}

/// Takes `name=value` or `name="value"` off the front of `; a=b; c="d"`; false at the end or when it cannot be read.
bool next_parameter(std::string_view& rest, std::string& name, std::string& value) {
  rest = trim(rest);
  if (!rest.starts_with(';')) { return false; }
  rest = trim(rest.substr(1));
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos || equals == 0) { return false; }
  name.clear();
  for (const char c : trim(rest.substr(0, equals))) { name += to_lower(c); }
  rest.remove_prefix(equals + 1);
  value.clear();
  if (!rest.starts_with('"')) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    value = trim(rest.substr(0, end));
    rest.remove_prefix(end);
    return !value.empty();
  }
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return true;
    }
    // Browsers write a quote as %22, others put a backslash before it; a backslash before anything else is a Windows folder.
    if (rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\')) { ++i; }
    value += rest[i];
  }
  return false;
}

/// Name and file name, from the head of a part.
FormPart read_head(std::string_view head, std::size_t part) {
  FormPart found;
  bool has_name = false;
  while (!head.empty()) {
    const std::size_t end = std::min(head.find(line_end), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + line_end.size(), head.size()));
    const std::size_t colon = std::min(line.find(':'), line.size());
    if (!equals_ignoring_case(line.substr(0, colon), "Content-Disposition")) { continue; }
    std::string_view rest = trim(line.substr(std::min(colon + 1, line.size())));
    const std::size_t kind = std::min(rest.find(';'), rest.size());
    if (!equals_ignoring_case(trim(rest.substr(0, kind)), "form-data")) { break; }
    rest.remove_prefix(kind);
    std::string name;
    std::string value;
    while (next_parameter(rest, name, value)) {
      if (name == "name") {
        found.name = value;
        has_name = true;
      } else if (name == "filename") {
        found.file_name = value;
      }
    }
  }
  if (!has_name) { refuse(part, "it has no name", "não tem nome"); }
  return found;
}

}  // namespace

std::optional<std::string> form_boundary(std::string_view content_type) {
  const std::size_t end = std::min(content_type.find(';'), content_type.size());
  if (!equals_ignoring_case(trim(content_type.substr(0, end)), "multipart/form-data")) { return std::nullopt; }
  std::string_view rest = content_type.substr(end);
  std::string name;
  std::string value;
  while (next_parameter(rest, name, value)) {
    if (name == "boundary" && value.size() <= longest_boundary) { return value; }
  }
  return std::nullopt;
}

std::vector<FormPart> parse_form(std::string_view body, std::string_view boundary) {
  const std::string opening = "--" + std::string(boundary);
  const std::string between = std::string(line_end) + opening;
  std::vector<FormPart> parts;
  if (!body.starts_with(opening)) { refuse(1, "it does not begin with the boundary", "não começa com a fronteira"); }
  body.remove_prefix(opening.size());
  while (!body.starts_with("--")) {
    const std::size_t number = parts.size() + 1;
    if (number > most_parts) { refuse(number, "there are too many", "são demasiadas"); }
    if (!body.starts_with(line_end)) {
      refuse(number, "the line of the boundary does not end in CRLF", "a linha da fronteira não termina em CRLF");
    }
    body.remove_prefix(line_end.size());
    const std::size_t head_end = body.substr(0, most_head_bytes).find("\r\n\r\n");
    if (head_end == std::string_view::npos) { refuse(number, "its head does not end", "o seu cabeçalho não termina"); }
    FormPart part = read_head(body.substr(0, head_end), number);
    body.remove_prefix(head_end + 2 * line_end.size());
    const std::size_t end = body.find(between);
    if (end == std::string_view::npos) { refuse(number, "it does not end: something was cut off", "não termina: foi cortada"); }
    part.content = body.substr(0, end);
    parts.push_back(std::move(part));
    body.remove_prefix(end + between.size());
  }
  return parts;
}

}  // namespace api
