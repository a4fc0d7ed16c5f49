// SPDX-License-Identifier: Apache-2.0
// Values of fields that shape an answer: ranges, codings, languages, tags, origins. Each line of the input is a value, read every way.
#include "api/cors.hpp"
#include "api/http/coding.hpp"
#include "api/http/etag.hpp"
#include "api/http/language.hpp"
#include "api/negotiation.hpp"
#include "api/range.hpp"
#include "geo/base/error.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void hold(bool what) {
  if (!what) { std::abort(); }
}

void read_as_range(std::string_view value) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{10}, std::size_t{100'000}}) {
    const api::RangeRequest asked = api::read_range(value, size);
    const bool part = asked.kind == api::RangeRequest::Kind::part;
    hold(part ? asked.size > 0 && asked.first < size && asked.size <= size - asked.first : asked.size == 0);
  }
}

void read_as_codings(std::string_view value) {
  api::Request request;
  request.headers.push_back({"Accept-Encoding", std::string(value)});
  const api::AcceptedCodings accepted(request);
  const api::Coding best = accepted.best_of(api::codings_of_answers);
  std::string small(value);
  std::transform(small.begin(), small.end(), small.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  // What is sent was named, or is gzip for a star.
  hold(best == api::Coding::identity || small.find(api::name_of(best)) != std::string::npos ||
       (best == api::Coding::gzip && small.find('*') != std::string::npos));
}

void read_as_origin(std::string_view value) {
  try {
    const api::CorsPolicy policy({std::string(value)});
    hold(policy.is_on() && (policy.is_open() || !policy.allows("null")));
  } catch (const geo::Error& error) { hold(error.problem() == geo::Problem::usage); }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view value = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    read_as_range(value);
    read_as_codings(value);
    read_as_origin(value);
    static_cast<void>(api::preferred_format(value));
    static_cast<void>(api::preferred_language(value, api::Language::en));
    // A strong match is a weak one too.
    hold(!api::etag_matches_strongly(value, "\"a\"") || api::etag_matches(value, "\"a\""));
  }
  return 0;
}
