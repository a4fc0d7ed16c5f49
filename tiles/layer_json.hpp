// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/json.hpp"

#include <string>
#include <string_view>

namespace tiles {

/// Writes layers of a style whose one source has the collection's name.
class LayerJson {
 public:
  struct Head {
    std::string_view part;  ///< the layer's name behind that of the collection
    std::string_view type;
    std::string_view filter;             ///< JSON
    int from_zoom = 0;                   ///< not drawn farther out
    int to_zoom = 0;                     ///< not drawn at this zoom and nearer; 0: however near
    std::string_view source_layer = {};  ///< not given: that of the collection's name
  };

  LayerJson(geo::JsonWriter& json, const std::string& collection) : m_json(json), m_collection(collection) {}

  /// `paint` writes the members of the paint object, `layout` those of the layout.
  template <class Paint>
  void layer(const Head& head, Paint paint) {
    begin(head);
    end(paint);
  }
  template <class Layout, class Paint>
  void layer(const Head& head, Layout layout, Paint paint) {
    begin(head);
    m_json.key("layout").begin_object();
    layout();
    m_json.end_object();
    end(paint);
  }

 private:
  void begin(const Head& head) {
    m_json.begin_object().member("id", m_collection + "-" + std::string(head.part)).member("type", head.type);
    m_json.member("source", m_collection);
    m_json.member("source-layer", head.source_layer.empty() ? std::string_view(m_collection) : head.source_layer);
    m_json.key("filter").raw(head.filter);
    if (head.from_zoom > 0) { m_json.member("minzoom", head.from_zoom); }
    if (head.to_zoom > 0) { m_json.member("maxzoom", head.to_zoom); }
  }
  template <class Paint>
  void end(Paint paint) {
    m_json.key("paint").begin_object();
    paint();
    m_json.end_object().end_object();
  }

  geo::JsonWriter& m_json;
  const std::string& m_collection;
};

}  // namespace tiles
