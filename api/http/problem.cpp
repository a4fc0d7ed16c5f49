// SPDX-License-Identifier: Apache-2.0
#include "api/http/problem.hpp"

#include "api/http/utf8.hpp"

namespace api {
namespace {

void append_escaped(std::string& out, char c) {
  static constexpr char digits[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  out += "\\u00";
  out += digits[byte >> 4];
  out += digits[byte & 15];
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out += ",\"";
  out += name;
  out += "\":\"";
  append_json_text(out, value);
  out += '"';
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    const char c = text.front();
    if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (length > 1) {
      out.append(text.substr(0, length));
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      append_escaped(out, c);
    } else {
      out += c;
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
}

Response problem(int status, std::string_view detail, std::string_view request_id, std::string_view type) {
  std::string body = R"({"type":")";
  append_json_text(body, type);
  body += '"';
  append_member(body, "title", reason_phrase(status));
  body += ",\"status\":" + std::to_string(status);
  if (!detail.empty()) { append_member(body, "detail", detail); }
  if (!request_id.empty()) { append_member(body, "request_id", request_id); }
  body += "}\n";
  Response response = make_response(status, "application/problem+json", std::move(body));
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

}  // namespace api
