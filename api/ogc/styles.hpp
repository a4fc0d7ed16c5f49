// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/links.hpp"
#include "geo/look/cell_look.hpp"
#include "geo/look/look.hpp"
#include "geo/table/view.hpp"
#include "tiles/documents.hpp"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace api {

inline constexpr std::string_view rel_styles = "http://www.opengis.net/def/rel/ogc/1.0/styles";

/// One way to draw one collection, as far as the role sees its fields.
struct Style {
  std::string id;    ///< "sites", the usual one; "sites.status", by the codes of a field; "sites.hexagons", by cells
  std::string name;  ///< in the language of the request, without the collection's
  std::string title;
  std::shared_ptr<const geo::View> view;
  geo::Look look;
  std::optional<geo::CellShape> cells = {};  ///< then tiles alone are drawn so, and `look` says nothing
};

/// Those that features are drawn in, the usual one first; none for a collection without places.
std::vector<Style> styles_of(const Call& call, const std::shared_ptr<const geo::View>& view);
/// Those that only tiles are drawn in: points by cells. A field of codes with such a name has no style of its own.
std::vector<Style> cell_styles_of(const Call& call, const std::shared_ptr<const geo::View>& view);

/// A language that styles are given in, and the value of `f` for it.
struct StyleLanguage {
  std::string_view form, media_type;
  geo::Text title;
};
/// The one that is given when nobody asks for one comes first.
const std::array<StyleLanguage, 4>& style_languages();
/// Those that a style can be given in: one of cells in the first alone, since the others know features only.
std::span<const StyleLanguage> languages_of(const Style& style);
/// `stylesheet`: the style of that id in each of them.
std::vector<Link> style_links(const Call& call, const std::string& id, std::span<const StyleLanguage> languages = style_languages());

/// The address of a collection's tiles with {z}, {y} and {x}.
std::string tile_template(const Call& call, const geo::Collection& schema);
/// Where tiles and letters are, in the language of the request.
tiles::TileAddress tile_address(const Call& call, const geo::Collection& schema);
/// For what chooses a language from both.
std::string geo::Text::*language_member(Language language);

}  // namespace api
