// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/lists.hpp"

#include "geo/cql2/conditions.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace geo::cql2 {
namespace {

/// What an element is for one row.
struct Shape {
  const std::string* wkb;
};
using Found = std::variant<bool, Number, std::string, Span, Shape>;
using FoundList = std::vector<Found>;

bool are_same(const Found& a, const Found& b) {
  if (a.index() != b.index()) { return false; }
  if (const auto* span = std::get_if<Span>(&a)) {
    const Span& other = std::get<Span>(b);
    return order_of(span->begin, other.begin) == 0 && order_of(span->end, other.end) == 0;
  }
  if (const auto* shape = std::get_if<Shape>(&a)) { return *shape->wkb == *std::get<Shape>(b).wkb; }
  if (const auto* yes = std::get_if<bool>(&a)) { return *yes == std::get<bool>(b); }
  if (const auto* number = std::get_if<Number>(&a)) { return *number == std::get<Number>(b); }
  return std::get<std::string>(a) == std::get<std::string>(b);
}

bool contains(const FoundList& all, const Found& one) {
  return std::any_of(all.begin(), all.end(), [&](const Found& other) { return are_same(other, one); });
}
bool contains(const FoundList& all, const FoundList& some) {
  return std::all_of(some.begin(), some.end(), [&](const Found& one) { return contains(all, one); });
}

bool overlap(const FoundList& a, const FoundList& b) {
  return std::any_of(a.begin(), a.end(), [&](const Found& one) { return contains(b, one); });
}

template <class T, class Kept>
std::optional<Found> find_value(const Operand<T>& operand, const Block& row, Scratch& scratch) {
  const auto cells = scratch.take<T>();
  operand.find(row, Mask::first(1), scratch, *cells);
  if (!cells->known.has(0)) { return std::nullopt; }
  return Found{Kept(cells->value[0])};
}

/// Nothing when it is unknown.
std::optional<Found> find_item(const Item& item, const Block& row, Scratch& scratch) {
  if (const auto* condition = std::get_if<ConditionPtr>(&item)) {
    Truths said;
    (*condition)->find(row, Mask::first(1), scratch, said);
    if (!said.yes.has(0) && !said.no.has(0)) { return std::nullopt; }
    return Found{said.yes.has(0)};
  }
  if (const auto* number = std::get_if<OperandPtr<Number>>(&item)) { return find_value<Number, Number>(**number, row, scratch); }
  if (const auto* text = std::get_if<OperandPtr<std::string_view>>(&item)) {
    return find_value<std::string_view, std::string>(**text, row, scratch);
  }
  if (const auto* span = std::get_if<OperandPtr<Span>>(&item)) { return find_value<Span, Span>(**span, row, scratch); }
  return Found{Shape{&std::get<std::string>(item)}};
}

std::optional<FoundList> find_list(const List& items, const Block& row, Scratch& scratch) {
  FoundList list;
  for (const Item& item : items) {
    auto found = find_item(item, row, scratch);
    if (!found) { return std::nullopt; }
    list.push_back(*std::move(found));
  }
  return list;
}

class ListsAre final : public Condition {
 public:
  ListsAre(std::string_view op, List left, List right) : m_op(op), m_left(std::move(left)), m_right(std::move(right)) {}

  void find(const Block& block, const Mask& asked, Scratch& scratch, Truths& out) const override {
    out = {};
    asked.for_each([&](std::size_t i) {
      const Block row{block.begin + i, 1};
      const auto left = find_list(m_left, row, scratch);
      const auto right = left ? find_list(m_right, row, scratch) : std::nullopt;
      if (right) { (is(*left, *right) ? out.yes : out.no).set(i); }
    });
  }
  [[nodiscard]] double cost() const override { return 500 * static_cast<double>(m_left.size() + m_right.size()); }

 private:
  [[nodiscard]] bool is(const FoundList& left, const FoundList& right) const {
    if (m_op == "a_contains") { return contains(left, right); }
    if (m_op == "a_containedBy") { return contains(right, left); }
    return m_op == "a_overlaps" ? overlap(left, right) : contains(left, right) && contains(right, left);
  }

  std::string m_op;
  List m_left;
  List m_right;
};

}  // namespace

ConditionPtr lists_are(std::string_view op, List left, List right) {
  return std::make_unique<ListsAre>(op, std::move(left), std::move(right));
}

}  // namespace geo::cql2
