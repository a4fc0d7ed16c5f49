// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api_tests {

// A parsed answer, or a part of one; a pointer ("/links/0/href", "" for the whole) leads to what is asked for. Anything that
// is not there or not of the kind asked for fails the test.
class Json {
 public:
  explicit Json(std::string_view text);
  explicit Json(const api::Response& response);

  [[nodiscard]] bool has(std::string_view pointer) const;
  [[nodiscard]] bool is_null(std::string_view pointer) const;
  [[nodiscard]] bool boolean(std::string_view pointer) const;
  [[nodiscard]] std::int64_t integer(std::string_view pointer) const;
  [[nodiscard]] double number(std::string_view pointer) const;
  [[nodiscard]] std::string text(std::string_view pointer = "") const;
  // Both are empty for values of another kind.
  [[nodiscard]] std::vector<Json> elements(std::string_view pointer = "") const;
  [[nodiscard]] std::vector<std::pair<std::string, Json>> members(std::string_view pointer = "") const;
  // href of the first of "links" with this rel; empty when there is none.
  [[nodiscard]] std::string link(std::string_view rel) const;

 private:
  struct Node;
  explicit Json(std::shared_ptr<const Node> node) : m_node(std::move(node)) {}
  [[nodiscard]] Node at(std::string_view pointer) const;

  std::shared_ptr<const Node> m_node;
};

}  // namespace api_tests
