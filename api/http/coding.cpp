// SPDX-License-Identifier: Apache-2.0
#include "api/http/coding.hpp"

#include "api/http/chars.hpp"
#include "api/http/preference.hpp"

#include <optional>

namespace api {
namespace {

std::optional<Coding> coding_named(std::string_view name) {
  const auto is = [&](std::string_view known) { return equals_ignoring_case(name, known); };
  if (is("identity")) { return Coding::identity; }
  if (is("gzip") || is("x-gzip")) { return Coding::gzip; }
  if (is("br")) { return Coding::brotli; }
  if (is("zstd")) { return Coding::zstd; }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Coding coding) {
  switch (coding) {
    case Coding::identity: break;
    case Coding::gzip: return "gzip";
    case Coding::brotli: return "br";
    case Coding::zstd: return "zstd";
  }
  return {};
}

std::string_view etag_suffix(Coding coding) {
  switch (coding) {
    case Coding::identity: break;
    case Coding::gzip: return "-gz";
    case Coding::brotli: return "-br";
    case Coding::zstd: return "-zst";
  }
  return {};
}

AcceptedCodings::AcceptedCodings(const Request& request) {
  for (const Header& header : request.headers) {
    if (!equals_ignoring_case(header.name, "Accept-Encoding")) { continue; }
    std::string_view list = header.value;
    while (!list.empty()) {
      const Preference given = next_preference(list);
      if (given.name == "*" && m_star == unsaid) { m_star = given.weight; }
      const auto coding = coding_named(given.name);
      double* const weight = coding ? &m_weights[static_cast<std::size_t>(*coding)] : nullptr;
      if (weight != nullptr && *weight == unsaid) { *weight = given.weight; }
    }
  }
}

double AcceptedCodings::weight_of(Coding coding) const {
  const double said = m_weights[static_cast<std::size_t>(coding)];
  if (said != unsaid) { return said; }
  return coding == Coding::gzip || coding == Coding::identity ? m_star : unsaid;
}

Coding AcceptedCodings::best_of(std::span<const Coding> offered) const {
  Coding best = Coding::identity;
  double weight = 0;
  for (const Coding coding : offered) {
    if (weight_of(coding) > weight) {
      best = coding;
      weight = weight_of(coding);
    }
  }
  return m_weights[static_cast<std::size_t>(Coding::identity)] > weight ? Coding::identity : best;
}

}  // namespace api
