// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace web {

/// A file of the map page, in the program since it was built. Its name changes with its content, so that it may be kept
/// for ever.
struct Asset {
  std::string_view name;  ///< below /assets/: "app.3f2a90b1c2d3e4f5.js", "glyphs/open-sans.…/0-255.pbf"
  std::string_view media_type;
  std::string_view tag;  ///< of the content
  std::string_view plain;
  // The same, compressed; empty where that is not smaller.
  std::string_view gzip;
  std::string_view brotli;
};

/// All of them, in order of name.
std::span<const Asset> assets();
/// Null when there is none of that name.
const Asset* find_asset(std::string_view name);

/// What the pages themselves must name.
struct PageAssets {
  std::string_view style;     ///< the style sheet
  std::string_view script;    ///< ours, which loads the others
  std::string_view licences;  ///< of what others wrote
  std::string_view icon;
  std::string_view items_script;  ///< of the small map above a table of features
  std::string_view items_style;
  std::string_view font;  ///< of the letters: /assets/glyphs/{font}/{range}.pbf
};
const PageAssets& page_assets();

}  // namespace web
