// SPDX-License-Identifier: Apache-2.0
// Forms that browsers send: the first line is a Content-Type, the rest the body. What comes out lies in it, in order.
#include "api/imports/asked.hpp"
#include "api/imports/multipart.hpp"
#include "geo/base/error.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void hold(bool what) {
  if (!what) { std::abort(); }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
  const std::size_t line = std::min(text.find('\n'), text.size());
  const std::string_view body = text.substr(std::min(line + 1, text.size()));
  const auto boundary = api::form_boundary(text.substr(0, line));
  if (!boundary) { return 0; }
  try {
    const char* last = body.data();
    for (const api::FormPart& part : api::parse_form(body, *boundary)) {
      hold(part.content.data() >= last && part.content.data() + part.content.size() <= body.data() + body.size());
      last = part.content.data() + part.content.size();
      hold(part.content.find("\r\n--" + *boundary) == std::string_view::npos);
      if (part.file_name) {
        const auto name = api::plain_file_name(*part.file_name);
        hold(!name || (name->find('/') == std::string::npos && *name != ".." && !name->empty()));
      }
    }
  } catch (const geo::Error&) { return 0; }
  return 0;
}
