// SPDX-License-Identifier: Apache-2.0
// bandwidth: what each rule makes of the points, and whether they lie together at all.
#include "geo/hotspots/bandwidth.hpp"
#include "geo/hotspots/ripley.hpp"
#include "geo/plain/surface.hpp"
#include "geo/plain/tests.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace geo::plain {
namespace {

struct Axes {
  std::vector<double> x, y;
};

Axes axes_of(const Question& question) {
  Axes axes;
  for (const Metric at : question.places()) {
    axes.x.push_back(at.x);
    axes.y.push_back(at.y);
  }
  return axes;
}

/// What is told of one rule: standard deviations of a Gaussian, and how wide the kernel asked for must be.
class Rules {
 public:
  Rules(PlainResult& result, Kernel kernel) : m_result(result), m_kernel(kernel) {}

  void per_axis(const char* selector, std::optional<double> x, std::optional<double> y, std::string_view reason) {
    add(selector, "per_axis", x, y, {}, {}, x && y ? "" : reason);
  }
  void both(const char* selector, const CrossValidation& found) {
    if (found.reason == NoBandwidth::cancelled) { refuse_stopped(); }
    add(selector, "both_axes", found.bandwidth_m, found.bandwidth_m, found.bandwidth_m ? std::optional(found.score) : std::nullopt,
        found.held_out_together ? "all_at_one_place_left_out_together" : "", code(found.reason));
  }
  void both(const char* selector, std::optional<double> bandwidth, std::string_view reason) {
    add(selector, "both_axes", bandwidth, bandwidth, {}, {}, bandwidth ? "" : reason);
  }
  [[nodiscard]] std::size_t found() const { return m_found; }

 private:
  void add(const char* selector, const char* kind, std::optional<double> x, std::optional<double> y, std::optional<double> score,
           std::string_view remark, std::string_view reason) {
    const double deviation = axis_deviation(m_kernel);
    const auto wide = [&](std::optional<double> sd) { return sd ? cell(*sd / deviation) : nothing(); };
    m_found += x && y ? 1 : 0;
    m_result.rows.add_row({{"selector", PlainCell(std::string(selector))},
                           {"kind", PlainCell(std::string(kind))},
                           {"x", cell(x)},
                           {"y", cell(y)},
                           {"bandwidth_x", wide(x)},
                           {"bandwidth_y", wide(y)},
                           {"score", cell(score)},
                           {"remark", cell(remark)},
                           {"reason", cell(reason)}});
  }

  PlainResult& m_result;
  Kernel m_kernel;
  std::size_t m_found = 0;
};

void add_rules(const Question& question, const PlaneRectangle& box, Rules& rules, CrossValidation& likelihood) {
  const auto& points = question.places();
  const auto& workers = question.workers();
  const Axes axes = axes_of(question);
  const std::string_view none = points.size() < 2 ? code(NoBandwidth::too_few) : code(NoBandwidth::no_spread);
  const AxisBandwidths normal = normal_reference(points);
  for (const char* rule : {"scott", "silverman"}) { rules.per_axis(rule, normal.x, normal.y, none); }
  rules.both("scott", isotropic_normal_reference(points), none);
  rules.per_axis("nrd0", nrd0(axes.x), nrd0(axes.y), none);
  rules.per_axis("nrd", nrd(axes.x), nrd(axes.y), none);
  const LineBandwidth x = sheather_jones(axes.x);
  const LineBandwidth y = sheather_jones(axes.y);
  rules.per_axis("sheather-jones", x.bandwidth, y.bandwidth, code(x.bandwidth ? y.reason : x.reason));
  likelihood = likelihood_cross_validation(points, workers, question.progress());
  rules.both("lcv", likelihood);
  rules.both("lscv", least_squares_cross_validation(points, workers, question.progress()));
  rules.both("diggle", berman_diggle(points, box, workers, question.progress()));
}

void add_k(Question& question, const PlaneRectangle& box, PlainResult& result) {
  if (!question.has("radii")) { return; }
  const std::vector<double> radii = question.numbers("radii", {0});
  const auto plain = ripley_k(question.places(), box, radii, KCorrection::none, question.workers());
  const auto moved = ripley_k(question.places(), box, radii, KCorrection::translation, question.workers());
  ResultTable table;
  const auto told = [&](const std::vector<double>& k, std::size_t i) { return k.empty() ? nothing() : cell(k[i]); };
  table.add("radius", radii.size(), [&](std::size_t i) { return cell(radii[i]); });
  table.add("k_uncorrected", radii.size(), [&](std::size_t i) { return told(plain, i); });
  table.add("k_translation", radii.size(), [&](std::size_t i) { return told(moved, i); });
  table.add("k_of_chance", radii.size(), [&](std::size_t i) { return cell(std::numbers::pi * radii[i] * radii[i]); });
  result.more.emplace_back("ripley_k", std::move(table));
}

void run(Question& question, PlainResult& result) {
  question.use({}, Question::Where::known);
  const Kernel kernel = kernel_of(question);
  const PlaneRectangle box = rectangle_of(question, window_of(question), question.places());
  if (!(box.width() > 0) || !(box.height() > 0)) {
    throw Error(
        Problem::input, "All points lie at one place or on a line along an axis: there is no spread to choose a bandwidth by.",
        "Todos os pontos estão num só lugar ou numa linha ao longo de um eixo: não há dispersão para escolher uma largura de banda.");
  }
  Rules rules(result, kernel);
  CrossValidation likelihood;
  add_rules(question, box, rules, likelihood);
  const ClarkEvans lies = clark_evans(question.places(), box);
  add_k(question, box, result);
  result.tests = lies.p ? 1 : 0;
  result.summary.emplace_back("points", cell(question.size()));
  result.summary.emplace_back("duplicates", cell(likelihood.duplicates));
  result.summary.emplace_back("points_outside_the_window", cell(lies.left_out));
  result.summary.emplace_back("places", cell(lies.places));
  result.summary.emplace_back("clark_evans_ratio", cell(lies.ratio));
  result.summary.emplace_back("clark_evans_ratio_donnelly", cell(lies.ratio_donnelly));
  result.summary.emplace_back("clark_evans_z", cell(lies.z));
  result.summary.emplace_back("clark_evans_p", cell(lies.p));
  if (likelihood.many_duplicates) {
    question.warn({fmt::format("{} points share their place with another: lcv and lscv are drawn to narrow bandwidths by them.",
                               likelihood.duplicates),
                   fmt::format("{} pontos partilham o lugar com outro: isso puxa lcv e lscv para larguras de banda estreitas.",
                               likelihood.duplicates)});
  }
  result.says = {
      fmt::format("{} rules give a bandwidth; they answer different questions and none is the right one: compare maps of a "
                  "narrow and a wide one.",
                  rules.found()),
      fmt::format("{} regras dão uma largura de banda; respondem a perguntas diferentes e nenhuma é a certa: compare mapas de uma "
                  "estreita e de uma larga.",
                  rules.found())};
}

}  // namespace

PlainMethod bandwidth() {
  return {"bandwidth",
          {"How far to spread points, by every rule; and whether they lie together",
           "Até onde espalhar os pontos, por todas as regras; e se estão agrupados"},
          {"kernel", "window", "radii"},
          run};
}

}  // namespace geo::plain
