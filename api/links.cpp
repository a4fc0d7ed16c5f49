// SPDX-License-Identifier: Apache-2.0
#include "api/links.hpp"

#include <algorithm>

namespace api {
namespace {

bool is_plain(char c) {
  constexpr std::string_view others = "-._~,:/";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || others.find(c) != std::string_view::npos;
}

void set_parameter(Query& query, std::string_view name, std::string_view value) {
  const auto it = std::find_if(query.begin(), query.end(), [&](const auto& pair) { return pair.first == name; });
  if (it == query.end()) {
    query.emplace_back(name, value);
  } else {
    it->second = value;
  }
}

bool has(const Query& query, std::string_view name) {
  return std::any_of(query.begin(), query.end(), [&](const auto& parameter) { return parameter.first == name; });
}

/// Whoever chose a language of a page keeps it on the next.
Query with_language(const Call& call, Query query) {
  const auto is_page = [](const auto& parameter) { return parameter.first == "f" && parameter.second == "html"; };
  const bool asked = call.request.parameter("lang") != nullptr && !has(query, "lang");
  if (asked && std::any_of(query.begin(), query.end(), is_page)) { query.emplace_back("lang", tag(call.language)); }
  return query;
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_plain(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

std::string url(const Call& call, std::string_view path, const Query& given) {
  std::string out = call.base;
  out += path;
  char separator = '?';
  for (const auto& [name, value] : with_language(call, given)) {
    out += separator;
    out += percent_encoded(name);
    out += '=';
    out += percent_encoded(value);
    separator = '&';
  }
  return out;
}

std::string own_url(const Call& call, Format format, const Query& changes) {
  Query query = call.request.query;
  set_parameter(query, "f", name_of(format));
  for (const auto& [name, value] : changes) {
    if (value.empty()) {
      std::erase_if(query, [&wanted = name](const auto& parameter) { return parameter.first == wanted; });
    } else {
      set_parameter(query, name, value);
    }
  }
  return url(call, fill_path(call.route.path, call.path), query);
}

std::string_view media_type(const Call& call, Format format) {
  if (const FileFormat* file = file_format(format)) { return file->media_type; }
  return format == Format::html ? "text/html" : call.route.media_type;
}

std::vector<Link> own_links(const Call& call) {
  const Format other = call.format == Format::html ? Format::json : Format::html;
  return {{own_url(call, call.format), "self", media_type(call, call.format), call.say("This document", "Este documento")},
          {own_url(call, other), "alternate", media_type(call, other),
           other == Format::html ? call.say("This document as HTML", "Este documento em HTML")
                                 : call.say("This document as JSON", "Este documento em JSON")}};
}

void write_links(geo::JsonWriter& json, const std::vector<Link>& links) {
  json.key("links").begin_array();
  for (const Link& link : links) {
    json.begin_object().member("href", link.href).member("rel", link.rel).member("type", link.type);
    if (!link.title.empty()) { json.member("title", link.title); }
    json.end_object();
  }
  json.end_array();
}

Link collection_link(const Call& call, const geo::Collection& schema) {
  return {url(call, "/collections/" + schema.id), "collection", "application/json", call.say("The collection", "A colecção")};
}

void end_object_with_links(std::string& body, const std::vector<Link>& links) {
  std::string members;
  geo::JsonWriter json(members);
  json.begin_object();
  write_links(json, links);
  json.end_object();
  body += ',';
  body += std::string_view(members).substr(1);  // without the brace that `body` has already
}

}  // namespace api
