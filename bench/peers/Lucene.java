// Lucene Monitor against the stories that `wiredesk match` takes: see `lucene` beside this file.
//
//   java Lucene QUERIES STORIES FREQUENCIES PASSES
//
// The files are what `rows.py` makes. Prints the time to build, the digest of the matches in the
// form of `wiredesk match --digest`, and the thread's processor time a story.
import java.io.*;
import java.lang.management.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.MessageDigest;
import java.util.*;
import java.util.stream.*;
import org.apache.lucene.analysis.*;
import org.apache.lucene.analysis.core.LowerCaseFilter;
import org.apache.lucene.analysis.util.CharTokenizer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.*;
import org.apache.lucene.queries.intervals.*;
import org.apache.lucene.search.*;

public class Lucene {
    /** Positions between title and body, so that nothing spans the two. */
    static final int GAP = 1000;
    static final int BATCH = 10_000;

    /** Words as the bar has them: runs of ASCII letters and digits, lower-cased. */
    static final Analyzer WORDS = new Analyzer() {
        @Override protected TokenStreamComponents createComponents(String field) {
            Tokenizer cut = CharTokenizer.fromTokenCharPredicate(
                c -> c < 128 && Character.isLetterOrDigit(c));
            return new TokenStreamComponents(cut, new LowerCaseFilter(cut));
        }
        @Override public int getPositionIncrementGap(String field) { return GAP; }
    };

    /** A query written before its parts, one token after the other. */
    static class Row {
        final String[] tokens;
        int at;
        Row(String line) { tokens = line.split("\u001f", -1); }
        String next() { return tokens[at++]; }
        int count() { return Integer.parseInt(next()); }

        Query query(String field) {
            switch (next()) {
                case "term": return new TermQuery(new Term(field, next()));
                case "phrase": {
                    String[] words = words(count());
                    return new PhraseQuery(field, words);
                }
                case "near": {
                    int more = count();
                    IntervalsSource[] words = Arrays.stream(words(count()))
                        .map(Intervals::term).toArray(IntervalsSource[]::new);
                    return new IntervalQuery(field, Intervals.maxgaps(more, Intervals.unordered(words)));
                }
                case "in": return query(next());
                case "kw": return new TermQuery(new Term(next(), next()));
                case "range": {
                    String name = next();
                    return DoublePoint.newRangeQuery(name, number(), number());
                }
                case "not": return new BooleanQuery.Builder()
                    .add(new MatchAllDocsQuery(), BooleanClause.Occur.MUST)
                    .add(query(field), BooleanClause.Occur.MUST_NOT).build();
                case "and": return all(field, BooleanClause.Occur.MUST);
                default: return all(field, BooleanClause.Occur.SHOULD);
            }
        }

        Query all(String field, BooleanClause.Occur occur) {
            BooleanQuery.Builder all = new BooleanQuery.Builder();
            boolean asked = occur == BooleanClause.Occur.SHOULD;
            for (int n = count(); n > 0; n--) {
                boolean not = occur == BooleanClause.Occur.MUST && tokens[at].equals("not");
                if (not) next();
                asked |= !not;
                all.add(query(field), not ? BooleanClause.Occur.MUST_NOT : occur);
            }
            if (!asked) all.add(new MatchAllDocsQuery(), BooleanClause.Occur.MUST);
            return all.build();
        }

        String[] words(int n) {
            String[] words = new String[n];
            for (int i = 0; i < n; i++) words[i] = next();
            return words;
        }

        double number() { return Double.parseDouble(next()); }
    }

    static Document story(String[] row) {
        Document story = new Document();
        for (String text : new String[] {row[1], row[2]}) story.add(new TextField("text", text, Field.Store.NO));
        story.add(new TextField("title", row[1], Field.Store.NO));
        story.add(new TextField("body", row[2], Field.Store.NO));
        for (int i = 3; i + 1 < row.length; i += 2) {
            if (row[i].startsWith("#")) story.add(new DoublePoint(row[i].substring(1), Double.parseDouble(row[i + 1])));
            else story.add(new StringField(row[i], row[i + 1], Field.Store.NO));
        }
        return story;
    }

    static Monitor monitor(String queries, Map<String, Integer> frequencies) throws Exception {
        BooleanQuery.setMaxClauseCount(1 << 16);
        TermWeightor rare = term -> {
            String field = term.field().equals("text") || term.field().equals("title") || term.field().equals("body")
                ? "text" : term.field();
            return 1e6 / (frequencies.getOrDefault(field + "\u001f" + term.text(), 0) + 1);
        };
        Presearcher passes = new MultipassTermFilteredPresearcher(
            2, 0, rare, Collections.emptyList(), Collections.emptySet());
        MonitorConfiguration settings = new MonitorConfiguration().setQueryUpdateBufferSize(BATCH);
        Monitor monitor = new Monitor(WORDS, passes, settings);
        List<MonitorQuery> batch = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(Paths.get(queries))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int tab = line.indexOf('\t');
                batch.add(new MonitorQuery(line.substring(0, tab), new Row(line.substring(tab + 1)).query("text")));
                if (batch.size() == BATCH) { monitor.register(batch); batch.clear(); }
            }
        }
        if (!batch.isEmpty()) monitor.register(batch);
        return monitor;
    }

    public static void main(String[] args) throws Exception {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        Map<String, Integer> frequencies = new HashMap<>();
        for (String line : Files.readAllLines(Paths.get(args[2]))) {
            int tab = line.lastIndexOf('\t');
            frequencies.put(line.substring(0, tab), Integer.parseInt(line.substring(tab + 1)));
        }
        List<String[]> rows = Files.readAllLines(Paths.get(args[1])).stream()
            .map(line -> line.split("\u001f", -1)).collect(Collectors.toList());
        long begun = clock.getCurrentThreadCpuTime();
        try (Monitor monitor = monitor(args[0], frequencies)) {
            double built = (clock.getCurrentThreadCpuTime() - begun) / 1e9;
            System.out.printf("%d queries, built from parsed text in %.2f s%n", monitor.getQueryCount(), built);
            double[] best = new double[rows.size()];
            Arrays.fill(best, Double.MAX_VALUE);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            int passes = Integer.parseInt(args[3]);
            for (int pass = 0; pass < passes; pass++) {
                for (int i = 0; i < best.length; i++) {
                    long before = clock.getCurrentThreadCpuTime();
                    MatchingQueries<QueryMatch> found = monitor.match(story(rows.get(i)), QueryMatch.SIMPLE_MATCHER);
                    long[] ids = found.getMatches().stream().mapToLong(m -> Long.parseLong(m.getQueryId())).toArray();
                    best[i] = Math.min(best[i], (clock.getCurrentThreadCpuTime() - before) / 1e3);
                    if (pass > 0) continue;
                    Arrays.sort(ids);
                    String line = rows.get(i)[0] + ":"
                        + Arrays.stream(ids).mapToObj(Long::toString).collect(Collectors.joining(",")) + "\n";
                    digest.update(line.getBytes(StandardCharsets.UTF_8));
                }
            }
            StringBuilder hex = new StringBuilder();
            for (byte b : digest.digest()) hex.append(String.format("%02x", b));
            System.out.println("digest " + hex);
            double mean = Arrays.stream(best).average().orElse(0);
            Arrays.sort(best);
            System.out.printf("a story: mean %.1f µs, median %.1f, p99 %.1f, longest %.1f%n",
                mean, best[best.length / 2], best[best.length * 99 / 100], best[best.length - 1]);
        }
    }
}
