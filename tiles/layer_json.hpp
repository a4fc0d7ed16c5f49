// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/json.hpp"

#include <string>
#include <string_view>

namespace tiles {

/// Writes layers of a style whose one source and source layer have the collection's name.
class LayerJson {
 public:
  LayerJson(geo::JsonWriter& json, const std::string& collection) : m_json(json), m_collection(collection) {}

  /// `filter` is JSON; `paint` writes the members of the paint object. Not drawn farther out than `min_zoom`.
  template <class Paint>
  void layer(std::string_view part, std::string_view type, std::string_view filter, Paint paint, int min_zoom = 0) {
    m_json.begin_object().member("id", m_collection + "-" + std::string(part)).member("type", type);
    m_json.member("source", m_collection).member("source-layer", m_collection).key("filter").raw(filter);
    if (min_zoom > 0) { m_json.member("minzoom", min_zoom); }
    m_json.key("paint").begin_object();
    paint();
    m_json.end_object().end_object();
  }

 private:
  geo::JsonWriter& m_json;
  const std::string& m_collection;
};

}  // namespace tiles
