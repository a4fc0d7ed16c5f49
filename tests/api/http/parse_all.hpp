// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/parser.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace api_test {

/// Everything a parser says about a stream of requests, as text, so that two ways of feeding it can be compared.
inline std::string describe(api::RequestParser& parser) {
  const api::Request& request = parser.request();
  std::string out = request.method + " " + request.target + " [" + request.path + "]";
  for (const auto& [name, value] : request.query) { out += " ?" + name + "=" + value; }
  for (const api::Header& header : request.headers) { out += " <" + header.name + "|" + header.value + ">"; }
  out += " minor " + std::to_string(parser.minor()) + (parser.framing().keep_alive ? " keep" : " close");
  if (parser.framing().expect_continue) { out += " expect"; }
  return out + " {" + request.body + "}\n";
}

/// Feeds `bytes` in pieces of the sizes given (the last size is used again to the end) and describes the requests found.
inline std::string parse_all(std::string_view bytes, const std::vector<std::size_t>& pieces, std::size_t body_limit = 1000,
                             const api::ParserLimits& limits = {}) {
  using State = api::RequestParser::State;
  api::RequestParser parser(limits);
  std::string out;
  for (std::size_t index = 0; !bytes.empty(); ++index) {
    const std::size_t size = pieces[std::min(index, pieces.size() - 1)];
    std::string_view piece = bytes.substr(0, std::max<std::size_t>(size, 1));
    bytes.remove_prefix(piece.size());
    while (!piece.empty()) {
      piece.remove_prefix(parser.feed(piece.data(), piece.size()));
      if (parser.state() == State::head) { parser.start_body(body_limit); }
      if (parser.state() == State::refused) { return out + std::to_string(parser.refusal().status) + " " + parser.refusal().words.en; }
      if (parser.state() != State::done) { continue; }
      out += describe(parser);
      parser.reset();
    }
  }
  return out + (parser.fresh() ? "end" : "more");
}

}  // namespace api_test
