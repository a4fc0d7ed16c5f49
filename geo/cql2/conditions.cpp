// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/conditions.hpp"

#include "geo/cql2/like.hpp"

#include <algorithm>
#include <utility>

namespace geo::cql2 {
namespace {

class Several final : public Condition {
 public:
  /// `stops_at_no`: all of them; else any of them.
  Several(bool stops_at_no, std::vector<ConditionPtr> parts) : m_all(stops_at_no), m_parts(std::move(parts)) {
    std::stable_sort(m_parts.begin(), m_parts.end(), [](const ConditionPtr& a, const ConditionPtr& b) { return a->cost() < b->cost(); });
    for (const ConditionPtr& part : m_parts) { m_cost += part->cost(); }
  }

  void find(const Block& block, const Mask& asked, Scratch& scratch, Truths& out) const override {
    // Of `all`: undecided while no part has said no. The same for `any` with yes and no exchanged.
    Mask undecided = asked;
    Mask unanimous = asked;
    for (const ConditionPtr& part : m_parts) {
      if (undecided.none()) { break; }
      Truths said;
      part->find(block, undecided, scratch, said);
      undecided = undecided - (m_all ? said.no : said.yes);
      unanimous = unanimous & (m_all ? said.yes : said.no);
    }
    unanimous = unanimous & undecided;
    out.yes = m_all ? unanimous : asked - undecided;
    out.no = m_all ? asked - undecided : unanimous;
  }
  [[nodiscard]] double cost() const override { return m_cost; }

 private:
  bool m_all;
  std::vector<ConditionPtr> m_parts;
  double m_cost = 0;
};

class Negated final : public Condition {
 public:
  explicit Negated(ConditionPtr condition) : m_condition(std::move(condition)) {}
  void find(const Block& block, const Mask& asked, Scratch& scratch, Truths& out) const override {
    m_condition->find(block, asked, scratch, out);
    std::swap(out.yes, out.no);
  }
  [[nodiscard]] double cost() const override { return m_condition->cost(); }

 private:
  ConditionPtr m_condition;
};

class Always final : public Condition {
 public:
  explicit Always(Verdict verdict) : m_verdict(verdict) {}
  void find(const Block&, const Mask& asked, Scratch&, Truths& out) const override {
    out.yes = m_verdict == Verdict::yes ? asked : Mask{};
    out.no = m_verdict == Verdict::no ? asked : Mask{};
  }
  [[nodiscard]] double cost() const override { return 0; }

 private:
  Verdict m_verdict;
};

template <class T>
int order(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}
int order(const Span& a, const Span& b) { return order_of(a.begin, b.begin); }

/// By operator: for less, equal, more.
struct Outcome {
  bool less, equal, more;
  [[nodiscard]] bool of(int order) const { return order < 0 ? less : order > 0 ? more : equal; }
};
Outcome outcome(std::string_view op) {
  if (op == "=") { return {false, true, false}; }
  if (op == "<>") { return {true, false, true}; }
  if (op == "<") { return {true, false, false}; }
  if (op == ">") { return {false, false, true}; }
  return op == "<=" ? Outcome{true, true, false} : Outcome{false, true, true};
}

/// Two values, and a test of them.
template <class T, class Test>
class OfTwo final : public Condition {
 public:
  OfTwo(OperandPtr<T> left, OperandPtr<T> right, Test test) : m_left(std::move(left)), m_right(std::move(right)), m_test(test) {}
  void find(const Block& block, const Mask& asked, Scratch& scratch, Truths& out) const override {
    const auto left = scratch.take<T>();
    m_left->find(block, asked, scratch, *left);
    const auto right = scratch.take<T>();
    m_right->find(block, left->known, scratch, *right);
    out.yes = Mask{};
    right->known.for_each([&](std::size_t i) {
      if (m_test(left->value[i], right->value[i])) { out.yes.set(i); }
    });
    out.no = right->known - out.yes;
  }
  [[nodiscard]] double cost() const override { return 20; }

 private:
  OperandPtr<T> m_left;
  OperandPtr<T> m_right;
  Test m_test;
};

template <class T, class Test>
ConditionPtr of_two(OperandPtr<T> left, OperandPtr<T> right, Test test) {
  return std::make_unique<OfTwo<T, Test>>(std::move(left), std::move(right), test);
}

class TruthComparison final : public Condition {
 public:
  TruthComparison(Outcome outcome, ConditionPtr left, ConditionPtr right)
      : m_outcome(outcome), m_left(std::move(left)), m_right(std::move(right)) {}
  void find(const Block& block, const Mask& asked, Scratch& scratch, Truths& out) const override {
    Truths left;
    Truths right;
    m_left->find(block, asked, scratch, left);
    m_right->find(block, asked, scratch, right);
    const Mask known = asked & (left.yes | left.no) & (right.yes | right.no);
    out.yes = Mask{};
    if (m_outcome.less) { out.yes = out.yes | (left.no & right.yes); }
    if (m_outcome.more) { out.yes = out.yes | (left.yes & right.no); }
    if (m_outcome.equal) { out.yes = out.yes | (left.yes & right.yes) | (left.no & right.no); }
    out.yes = out.yes & known;
    out.no = known - out.yes;
  }
  [[nodiscard]] double cost() const override { return m_left->cost() + m_right->cost(); }

 private:
  Outcome m_outcome;
  ConditionPtr m_left;
  ConditionPtr m_right;
};

template <class T>
class OneOf final : public Condition {
 public:
  OneOf(OperandPtr<T> value, std::vector<OperandPtr<T>> list) : m_value(std::move(value)), m_list(std::move(list)) {}
  void find(const Block& block, const Mask& asked, Scratch& scratch, Truths& out) const override {
    const auto value = scratch.take<T>();
    m_value->find(block, asked, scratch, *value);
    Mask found;
    Mask certain = value->known;  // no item so far was unknown
    for (const auto& candidate : m_list) {
      const auto item = scratch.take<T>();
      const Mask left = value->known - found;
      candidate->find(block, left, scratch, *item);
      (item->known & left).for_each([&](std::size_t i) {
        if (order(value->value[i], item->value[i]) == 0) { found.set(i); }
      });
      certain = certain & (item->known | found);
    }
    out.yes = found;
    out.no = certain - found;
  }
  [[nodiscard]] double cost() const override { return 20 * static_cast<double>(m_list.size()); }

 private:
  OperandPtr<T> m_value;
  std::vector<OperandPtr<T>> m_list;
};

template <class T>
class IsUnknown final : public Condition {
 public:
  explicit IsUnknown(OperandPtr<T> value) : m_value(std::move(value)) {}
  void find(const Block& block, const Mask& asked, Scratch& scratch, Truths& out) const override {
    const auto value = scratch.take<T>();
    m_value->find(block, asked, scratch, *value);
    out.no = value->known & asked;
    out.yes = asked - out.no;
  }
  [[nodiscard]] double cost() const override { return 20; }

 private:
  OperandPtr<T> m_value;
};

class ConditionIsUnknown final : public Condition {
 public:
  explicit ConditionIsUnknown(ConditionPtr condition) : m_condition(std::move(condition)) {}
  void find(const Block& block, const Mask& asked, Scratch& scratch, Truths& out) const override {
    Truths said;
    m_condition->find(block, asked, scratch, said);
    out.no = asked & (said.yes | said.no);
    out.yes = asked - out.no;
  }
  [[nodiscard]] double cost() const override { return m_condition->cost(); }

 private:
  ConditionPtr m_condition;
};

using Lies = bool (*)(const Span&, const Span&);

bool begins_before(const Span& a, const Span& b) { return order_of(a.begin, b.begin) < 0; }
bool begin_together(const Span& a, const Span& b) { return order_of(a.begin, b.begin) == 0; }
bool ends_before(const Span& a, const Span& b) { return order_of(a.end, b.end) < 0; }
bool end_together(const Span& a, const Span& b) { return order_of(a.end, b.end) == 0; }

bool is_before(const Span& a, const Span& b) { return order_of(a.end, b.begin) < 0; }
bool is_after(const Span& a, const Span& b) { return is_before(b, a); }
bool is_apart(const Span& a, const Span& b) { return is_before(a, b) || is_before(b, a); }
bool meets_in_time(const Span& a, const Span& b) { return !is_apart(a, b); }
bool equals(const Span& a, const Span& b) { return begin_together(a, b) && end_together(a, b); }
bool holds(const Span& a, const Span& b) { return begins_before(a, b) && ends_before(b, a); }
bool is_during(const Span& a, const Span& b) { return holds(b, a); }
bool finishes(const Span& a, const Span& b) { return begins_before(b, a) && end_together(a, b); }
bool is_finished_by(const Span& a, const Span& b) { return finishes(b, a); }
bool starts(const Span& a, const Span& b) { return begin_together(a, b) && ends_before(a, b); }
bool is_started_by(const Span& a, const Span& b) { return starts(b, a); }
bool touches(const Span& a, const Span& b) { return order_of(a.end, b.begin) == 0; }
bool is_touched_by(const Span& a, const Span& b) { return touches(b, a); }
bool overlaps(const Span& a, const Span& b) { return begins_before(a, b) && order_of(b.begin, a.end) < 0 && ends_before(a, b); }
bool is_overlapped_by(const Span& a, const Span& b) { return overlaps(b, a); }

Lies relation_in_time(std::string_view op) {
  constexpr std::pair<std::string_view, Lies> all[] = {
      {"t_after", is_after},
      {"t_before", is_before},
      {"t_contains", holds},
      {"t_disjoint", is_apart},
      {"t_during", is_during},
      {"t_equals", equals},
      {"t_finishedBy", is_finished_by},
      {"t_finishes", finishes},
      {"t_intersects", meets_in_time},
      {"t_meets", touches},
      {"t_metBy", is_touched_by},
      {"t_overlappedBy", is_overlapped_by},
      {"t_overlaps", overlaps},
      {"t_startedBy", is_started_by},
      {"t_starts", starts},
  };
  return std::find_if(std::begin(all), std::end(all), [&](const auto& each) { return each.first == op; })->second;
}

}  // namespace

int order_of(const TimeInterval& a, const TimeInterval& b) { return a.to < b.from ? -1 : b.to < a.from ? 1 : 0; }

ConditionPtr all_of(std::vector<ConditionPtr> parts) { return std::make_unique<Several>(true, std::move(parts)); }
ConditionPtr any_of(std::vector<ConditionPtr> parts) { return std::make_unique<Several>(false, std::move(parts)); }
ConditionPtr negated(ConditionPtr condition) { return std::make_unique<Negated>(std::move(condition)); }
ConditionPtr constant_condition(Verdict verdict) { return std::make_unique<Always>(verdict); }

template <class T>
ConditionPtr comparison(std::string_view op, OperandPtr<T> left, OperandPtr<T> right) {
  const Outcome wanted = outcome(op);
  return of_two<T>(std::move(left), std::move(right), [wanted](const T& a, const T& b) { return wanted.of(order(a, b)); });
}
template ConditionPtr comparison(std::string_view, OperandPtr<Number>, OperandPtr<Number>);
template ConditionPtr comparison(std::string_view, OperandPtr<std::string_view>, OperandPtr<std::string_view>);
template ConditionPtr comparison(std::string_view, OperandPtr<Span>, OperandPtr<Span>);

ConditionPtr comparison(std::string_view op, ConditionPtr left, ConditionPtr right) {
  return std::make_unique<TruthComparison>(outcome(op), std::move(left), std::move(right));
}

template <class T>
ConditionPtr one_of(OperandPtr<T> value, std::vector<OperandPtr<T>> list) {
  return std::make_unique<OneOf<T>>(std::move(value), std::move(list));
}
template ConditionPtr one_of(OperandPtr<Number>, std::vector<OperandPtr<Number>>);
template ConditionPtr one_of(OperandPtr<std::string_view>, std::vector<OperandPtr<std::string_view>>);
template ConditionPtr one_of(OperandPtr<Span>, std::vector<OperandPtr<Span>>);

ConditionPtr like(OperandPtr<std::string_view> text, OperandPtr<std::string_view> pattern) {
  return of_two<std::string_view>(std::move(text), std::move(pattern), is_like);
}

template <class T>
ConditionPtr is_unknown(OperandPtr<T> value) {
  return std::make_unique<IsUnknown<T>>(std::move(value));
}
template ConditionPtr is_unknown(OperandPtr<Number>);
template ConditionPtr is_unknown(OperandPtr<std::string_view>);
template ConditionPtr is_unknown(OperandPtr<Span>);
ConditionPtr is_unknown(ConditionPtr condition) { return std::make_unique<ConditionIsUnknown>(std::move(condition)); }

ConditionPtr temporal(std::string_view op, OperandPtr<Span> left, OperandPtr<Span> right) {
  return of_two<Span>(std::move(left), std::move(right), relation_in_time(op));
}

}  // namespace geo::cql2
