// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace geo {

/// A coordinate reference system by the name its authority gave it.
struct CrsName {
  std::string authority;  ///< "EPSG" or "OGC"
  std::string code;       ///< digits; "CRS84" for OGC

  bool operator==(const CrsName&) const = default;

  [[nodiscard]] bool is_crs84() const { return authority == "OGC"; }
  /// "EPSG:32737", "OGC:CRS84".
  [[nodiscard]] std::string short_form() const { return authority + ":" + code; }
  /// "http://www.opengis.net/def/crs/EPSG/0/32737", as OGC API writes it.
  [[nodiscard]] std::string uri() const;
};

/// The forms in which files and clients name a CRS, letters in either case: EPSG:32737, OGC:CRS84, CRS84,
/// urn:ogc:def:crs:EPSG::32737, http(s)://www.opengis.net/def/crs/EPSG/0/32737; any of them in <> or []. Which edition of the
/// register is named makes no difference. Nothing for anything else: what a stranger wrote never reaches PROJ as it stands (its
/// own syntax can name files and pipelines). Whether the code exists is not asked.
std::optional<CrsName> parse_crs_name(std::string_view text);

}  // namespace geo
