import com.machinezoo.fingerprintio.TemplateFormat;
import com.machinezoo.sourceafis.*;
import com.sun.management.OperatingSystemMXBean;
import java.io.*;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.function.DoubleConsumer;

/** The SourceAFIS side of a comparison: see ../driver.go for what a driver is asked. */
class Driver {
	static double sum;

	public static void main(String[] args) throws IOException {
		var list = Files.readAllLines(Path.of(args[1]));
		if (args[0].equals("match"))
			match(list, Integer.parseInt(args[2]), Path.of(args[3]));
		else
			extract(list);
	}

	static void match(List<String> list, int probes, Path file) throws IOException {
		var prints = new ArrayList<FingerprintTemplate>();
		for (var name : list)
			prints.add(FingerprintCompatibility.importTemplate(Files.readAllBytes(Path.of(name))));
		try (var scores = new PrintWriter(Files.newBufferedWriter(file))) {
			each(prints, probes, scores::println);
		}
		System.out.println(prints.stream().mapToInt(FingerprintTemplate::memory).average().getAsDouble());
		answer(() -> each(prints, probes, score -> sum += score));
	}

	/** Compares the first probes with all prints after them and hands on the scores. */
	static void each(List<FingerprintTemplate> prints, int probes, DoubleConsumer then) {
		for (int i = 0; i < probes; ++i) {
			var matcher = new FingerprintMatcher(prints.get(i));
			for (int j = i + 1; j < prints.size(); ++j)
				then.accept(matcher.match(prints.get(j)));
		}
	}

	static void extract(List<String> list) throws IOException {
		var images = new ArrayList<FingerprintImage>();
		for (var line : list)
			images.add(read(line.split(" ", 2)));
		long minutiae = 0;
		for (var image : images) {
			var record = FingerprintCompatibility.exportTemplates(TemplateFormat.ISO_19794_2_2005, new FingerprintTemplate(image));
			minutiae += record[27] & 0xff;
		}
		System.out.println((double)minutiae / images.size());
		answer(() -> {
			for (var image : images)
				sum += new FingerprintTemplate(image).memory();
		});
	}

	static FingerprintImage read(String[] resolutionAndFile) throws IOException {
		var data = Files.readAllBytes(Path.of(resolutionAndFile[1]));
		var size = new String(data, 0, 64, StandardCharsets.ISO_8859_1).split("\n")[1].split(" ");
		int width = Integer.parseInt(size[0]), height = Integer.parseInt(size[1]);
		var pixels = Arrays.copyOfRange(data, data.length - width * height, data.length);
		return new FingerprintImage(width, height, pixels, new FingerprintImageOptions().dpi(Double.parseDouble(resolutionAndFile[0])));
	}

	/** Does all of it again for each line read, and says how much processor time it took. */
	static void answer(Runnable again) throws IOException {
		var system = (OperatingSystemMXBean)ManagementFactory.getOperatingSystemMXBean();
		var asked = new BufferedReader(new InputStreamReader(System.in));
		while (asked.readLine() != null) {
			long begin = system.getProcessCpuTime();
			again.run();
			System.out.println((system.getProcessCpuTime() - begin) / 1e9);
		}
	}
}
