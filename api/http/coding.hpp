// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace api {

/// The content codings there are (RFC 9110, 8.4.1).
enum class Coding : std::uint8_t { identity, gzip, brotli, zstd };

/// As in Content-Encoding; empty for identity.
std::string_view name_of(Coding coding);
/// What tells the entity tag of a coded form from that of the bytes as they are: "-gz", "-br", "-zst".
std::string_view etag_suffix(Coding coding);

inline constexpr std::array<Coding, 3> codings_of_answers{Coding::zstd, Coding::brotli, Coding::gzip};

/// Which codings a client takes, and how gladly: the fields Accept-Encoding of a request (RFC 9110, 12.5.3).
class AcceptedCodings {
 public:
  explicit AcceptedCodings(const Request& request);

  /// The coding with the greatest weight among those offered; at equal weights the one that stands first. Identity when the client
  /// takes none of them, or says that it likes identity better. "*" stands for gzip, which everybody knows, and identity only.
  [[nodiscard]] Coding best_of(std::span<const Coding> offered) const;
  /// Whether the client said that it does not want the bytes as they are ("identity;q=0", or "*;q=0").
  [[nodiscard]] bool refuses_identity() const { return weight_of(Coding::identity) == 0; }

 private:
  static constexpr double unsaid = -1;
  [[nodiscard]] double weight_of(Coding coding) const;

  std::array<double, 4> m_weights{unsaid, unsaid, unsaid, unsaid};  ///< by Coding
  double m_star = unsaid;
};

}  // namespace api
