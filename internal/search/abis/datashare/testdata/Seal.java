// Seals the standard input for a certificate as MOSIP's ABIS API 0.9 says, with the JDK's own ciphers: java Seal.java certificate.pem <plain >sealed.
import java.io.FileInputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.spec.MGF1ParameterSpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

public class Seal {
	public static void main(String[] args) throws Exception {
		var certificate = CertificateFactory.getInstance("X.509").generateCertificate(new FileInputStream(args[0]));
		var generator = KeyGenerator.getInstance("AES");
		generator.init(256);
		var key = generator.generateKey();
		var rsa = Cipher.getInstance("RSA/ECB/OAEPWITHSHA-256ANDMGF1PADDING");
		rsa.init(Cipher.ENCRYPT_MODE, certificate.getPublicKey(),
				new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
		var extra = new byte[32];
		new SecureRandom().nextBytes(extra);
		var aes = Cipher.getInstance("AES/GCM/NoPadding");
		aes.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, extra, 0, 12));
		aes.updateAAD(extra);
		var out = new java.io.ByteArrayOutputStream();
		out.write("VER_R2".getBytes());
		out.write(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
		out.write(rsa.doFinal(key.getEncoded()));
		out.write("#KEY_SPLITTER#".getBytes());
		out.write(extra);
		out.write(aes.doFinal(System.in.readAllBytes()));
		System.out.print(Base64.getUrlEncoder().encodeToString(out.toByteArray()));
	}
}
