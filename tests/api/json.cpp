// SPDX-License-Identifier: Apache-2.0
#include "tests/api/json.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

namespace api_tests {

struct Json::Node {
  std::shared_ptr<simdjson::dom::parser> parser;  // owns the document
  simdjson::dom::element element;
};

Json::Json(std::string_view text) {
  auto node = std::make_shared<Node>();
  node->parser = std::make_shared<simdjson::dom::parser>();
  const auto error = node->parser->parse(simdjson::padded_string(text)).get(node->element);
  EXPECT_EQ(error, simdjson::SUCCESS) << simdjson::error_message(error) << " in " << text.substr(0, 2000);
  // So that a test fails, and does not fall, when it asks on.
  if (error != simdjson::SUCCESS) { node->element = node->parser->parse(simdjson::padded_string(std::string_view("null"))).value_unsafe(); }
  m_node = std::move(node);
}

Json::Json(const api::Response& response) : Json(response.body ? std::string_view(*response.body) : std::string_view()) {}

Json::Node Json::at(std::string_view pointer) const {
  Node found{m_node->parser, {}};
  const bool is_there = m_node->element.at_pointer(pointer).get(found.element) == simdjson::SUCCESS;
  EXPECT_TRUE(is_there) << '\'' << pointer << "' is missing";
  if (!is_there) { found.element = m_node->element; }  // an empty one must not be asked anything
  return found;
}

bool Json::has(std::string_view pointer) const { return m_node->element.at_pointer(pointer).error() == simdjson::SUCCESS; }
bool Json::is_null(std::string_view pointer) const { return at(pointer).element.is_null(); }

bool Json::boolean(std::string_view pointer) const {
  bool value = false;
  EXPECT_EQ(at(pointer).element.get(value), simdjson::SUCCESS) << pointer;
  return value;
}

std::int64_t Json::integer(std::string_view pointer) const {
  std::int64_t value = -1;
  EXPECT_EQ(at(pointer).element.get(value), simdjson::SUCCESS) << pointer;
  return value;
}

double Json::number(std::string_view pointer) const {
  double value = -1;
  EXPECT_EQ(at(pointer).element.get(value), simdjson::SUCCESS) << pointer;
  return value;
}

std::string Json::text(std::string_view pointer) const {
  std::string_view value;
  EXPECT_EQ(at(pointer).element.get(value), simdjson::SUCCESS) << pointer;
  return std::string(value);
}

std::vector<Json> Json::elements(std::string_view pointer) const {
  std::vector<Json> found;
  simdjson::dom::array array;
  if (at(pointer).element.get(array) != simdjson::SUCCESS) { return found; }
  for (const simdjson::dom::element element : array) { found.push_back(Json(std::make_shared<const Node>(Node{m_node->parser, element}))); }
  return found;
}

std::vector<std::pair<std::string, Json>> Json::members(std::string_view pointer) const {
  std::vector<std::pair<std::string, Json>> found;
  simdjson::dom::object object;
  if (at(pointer).element.get(object) != simdjson::SUCCESS) { return found; }
  for (const auto field : object) {
    found.emplace_back(std::string(field.key), Json(std::make_shared<const Node>(Node{m_node->parser, field.value})));
  }
  return found;
}

std::string Json::link(std::string_view rel) const {
  for (const Json& link : elements("/links")) {
    if (link.text("/rel") == rel) { return link.text("/href"); }
  }
  return {};
}

}  // namespace api_tests
