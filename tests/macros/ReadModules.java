import java.io.File;
import java.util.Base64;
import java.util.Map;

import org.apache.poi.poifs.macros.VBAMacroReader;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Prints each module that Apache POI reads from a workbook: its name, a tab, its text in base 64. */
public class ReadModules {
    public static void main(String[] arguments) throws Exception {
        try (VBAMacroReader reader = new VBAMacroReader(new File(arguments[0]))) {
            for (Map.Entry<String, String> module : reader.readMacros().entrySet()) {
                System.out.println(module.getKey() + "\t" + Base64.getEncoder().encodeToString(module.getValue().getBytes(UTF_8)));
            }
        }
    }
}
