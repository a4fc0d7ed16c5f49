// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace api {

/// One field of a form that was sent as multipart/form-data (RFC 7578).
struct FormPart {
  std::string name;
  std::optional<std::string> file_name;  ///< set: the field is a file
  std::string_view content;              ///< of the body
};

/// The boundary of a Content-Type multipart/form-data; nothing when it is another type, or has none.
std::optional<std::string> form_boundary(std::string_view content_type);

/// The parts of a whole body, in order. Strict: no preamble, CRLF alone ends a line, each part has a name, 32 parts at most.
/// Throws Error{input} that says what is wrong, and in which part.
std::vector<FormPart> parse_form(std::string_view body, std::string_view boundary);

}  // namespace api
