// SPDX-License-Identifier: Apache-2.0
#include "api/http/message.hpp"

#include "api/http/chars.hpp"

#include <algorithm>

namespace api {
namespace {

const std::string* find_header(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (equals_ignoring_case(header.name, name)) { return &header.value; }
  }
  return nullptr;
}

}  // namespace

const std::string* Request::header(std::string_view name) const { return find_header(headers, name); }

const std::string* Request::parameter(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) { return &value; }
  }
  return nullptr;
}

const std::string* Response::header(std::string_view name) const { return find_header(headers, name); }

Response make_response(int status, std::string content_type, std::string body) {
  Response response;
  response.status = status;
  response.headers.push_back({"Content-Type", std::move(content_type)});
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

void set_header(Response& response, std::string_view name, std::string value) {
  auto& all = response.headers;
  all.erase(std::remove_if(all.begin(), all.end(), [&](const Header& h) { return equals_ignoring_case(h.name, name); }), all.end());
  all.push_back({std::string(name), std::move(value)});
}

void merge_header(Response& response, std::string_view name, std::string_view token) {
  for (Header& header : response.headers) {
    if (!equals_ignoring_case(header.name, name)) { continue; }
    std::string_view list = header.value;
    while (!list.empty()) {
      const std::string_view element = next_element(list);
      if (element == "*" || equals_ignoring_case(element, token)) { return; }
    }
    header.value += header.value.empty() ? "" : ", ";
    header.value += token;
    return;
  }
  response.headers.push_back({std::string(name), std::string(token)});
}

std::string_view reason_phrase(int status) {
  struct Reason {
    int status;
    std::string_view phrase;
  };
  static constexpr Reason reasons[] = {{100, "Continue"},
                                       {200, "OK"},
                                       {201, "Created"},
                                       {202, "Accepted"},
                                       {204, "No Content"},
                                       {206, "Partial Content"},
                                       {301, "Moved Permanently"},
                                       {302, "Found"},
                                       {303, "See Other"},
                                       {304, "Not Modified"},
                                       {307, "Temporary Redirect"},
                                       {308, "Permanent Redirect"},
                                       {400, "Bad Request"},
                                       {401, "Unauthorized"},
                                       {403, "Forbidden"},
                                       {404, "Not Found"},
                                       {405, "Method Not Allowed"},
                                       {406, "Not Acceptable"},
                                       {408, "Request Timeout"},
                                       {409, "Conflict"},
                                       {410, "Gone"},
                                       {411, "Length Required"},
                                       {412, "Precondition Failed"},
                                       {413, "Content Too Large"},
                                       {414, "URI Too Long"},
                                       {415, "Unsupported Media Type"},
                                       {416, "Range Not Satisfiable"},
                                       {417, "Expectation Failed"},
                                       {421, "Misdirected Request"},
                                       {422, "Unprocessable Content"},
                                       {423, "Locked"},
                                       {428, "Precondition Required"},
                                       {429, "Too Many Requests"},
                                       {431, "Request Header Fields Too Large"},
                                       {500, "Internal Server Error"},
                                       {501, "Not Implemented"},
                                       {502, "Bad Gateway"},
                                       {503, "Service Unavailable"},
                                       {504, "Gateway Timeout"},
                                       {505, "HTTP Version Not Supported"},
                                       {507, "Insufficient Storage"}};
  for (const Reason& reason : reasons) {
    if (reason.status == status) { return reason.phrase; }
  }
  return "Unknown";
}

}  // namespace api
