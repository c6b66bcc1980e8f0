import com.machinezoo.sourceafis.*;
import com.sun.management.OperatingSystemMXBean;
import java.io.*;
import java.lang.management.ManagementFactory;
import java.nio.file.*;
import java.util.*;
import java.util.function.DoubleConsumer;

/** The SourceAFIS side of a comparison: see ../peer.go for what a driver is asked. */
class Driver {
	static double sum;

	public static void main(String[] args) throws IOException {
		var prints = new ArrayList<FingerprintTemplate>();
		for (var name : Files.readAllLines(Path.of(args[0])))
			prints.add(FingerprintCompatibility.importTemplate(Files.readAllBytes(Path.of(name))));
		int probes = Integer.parseInt(args[1]);
		try (var scores = new PrintWriter(Files.newBufferedWriter(Path.of(args[2])))) {
			each(prints, probes, scores::println);
		}
		System.out.println(prints.stream().mapToInt(FingerprintTemplate::memory).average().getAsDouble());
		var system = (OperatingSystemMXBean)ManagementFactory.getOperatingSystemMXBean();
		var asked = new BufferedReader(new InputStreamReader(System.in));
		while (asked.readLine() != null) {
			long begin = system.getProcessCpuTime();
			each(prints, probes, score -> sum += score);
			System.out.println((system.getProcessCpuTime() - begin) / 1e9);
		}
	}

	/** Compares the first probes with all prints after them and hands on the scores. */
	static void each(List<FingerprintTemplate> prints, int probes, DoubleConsumer then) {
		for (int i = 0; i < probes; ++i) {
			var matcher = new FingerprintMatcher(prints.get(i));
			for (int j = i + 1; j < prints.size(); ++j)
				then.accept(matcher.match(prints.get(j)));
		}
	}
}
